package org.computepods.cli.commands;

import org.computepods.chef.home.Invitation;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Invocation;
import org.computepods.cli.federation.Roles;
import org.computepods.cli.json.Writer;

/** One role in the foreground, and the invitation to be one. */
final class RoleCommand {
  private final Context context;
  private final Roles roles;

  RoleCommand(Context context) {
    this.context = context;
    this.roles = new Roles(context.home(), context.cwd(), context.env(), this::say);
  }

  private void say(String line) {
    context.say(line);
    context.terminal().flush();
  }

  int pod(Invocation.Pod pod) {
    roles.pod(pod);
    return ExitCode.UP_TO_DATE;
  }

  int majorDomo(Invocation.RunMajorDomo role) {
    roles.majorDomo(role);
    return ExitCode.UP_TO_DATE;
  }

  int fsWatcher(Invocation.RunFsWatcher role) {
    roles.fsWatcher(role);
    return ExitCode.UP_TO_DATE;
  }

  int invite(Invocation.Invite invite) {
    Invitation invitation = roles.invite(invite.role());
    String line = invitation.print();
    context
        .terminal()
        .out()
        .println(
            context.globals().json()
                ? new Writer().value(java.util.Map.of("invitation", line)).toString()
                : line);
    return ExitCode.UP_TO_DATE;
  }
}
