package org.computepods.cli.commands;

import java.util.Map;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Invocation;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.json.Writer;

/** Which class does what is asked for. */
public final class Commands {
  private final Context context;

  public Commands(Context context) {
    this.context = context;
  }

  /** Does it, and returns the exit code. */
  public int run(Invocation invocation) {
    // The everyday ones first: a switch over types is linked at run time, for 15 ms.
    if (invocation instanceof Invocation.Build build) {
      return new BuildCommand(context, build, federation()).run();
    }
    if (invocation instanceof Invocation.Look look) {
      return new LookCommand(context, look, federation()).run();
    }
    return rarer(invocation);
  }

  private int rarer(Invocation invocation) {
    return switch (invocation) {
      case Invocation.Build build -> new BuildCommand(context, build, federation()).run();
      case Invocation.Look look -> new LookCommand(context, look, federation()).run();
      case Invocation.Get get -> new GetCommand(context, get, federation()).run();
      case Invocation.Follow follow -> new FollowCommand(context, follow, federation()).run();
      case Invocation.Graph graph -> new GraphCommand(context, graph, federation()).run();
      case Invocation.Cancel cancel -> new CancelCommand(context, cancel, federation()).run();
      case Invocation.Clean clean -> new CleanCommand(context, clean, federation()).run();
      case Invocation.Verify verify -> new VerifyCommand(context, verify, federation()).run();
      case Invocation.SwitchChef change -> new ChefCommand(context, change, federation()).run();
      case Invocation.Init _ -> new InitCommand(context).run();
      case Invocation.Doctor _ -> new DoctorCommand(context).run();
      case Invocation.Up _ -> FederationCommand.up(context, federation());
      case Invocation.Down _ -> FederationCommand.down(context);
      case Invocation.Pod pod -> new RoleCommand(context).pod(pod);
      case Invocation.Invite invite -> new RoleCommand(context).invite(invite);
      case Invocation.RunMajorDomo role -> new RoleCommand(context).majorDomo(role);
      case Invocation.RunFsWatcher role -> new RoleCommand(context).fsWatcher(role);
      case Invocation.Install install -> new InstallCommand(context, install).run();
      case Invocation.Schema schema -> SchemaCommand.run(context, schema);
      case Invocation.Say say -> {
        boolean json = context.globals().json();
        context
            .terminal()
            .out()
            .println(json ? new Writer().value(Map.of("text", say.text())) : say.text());
        yield ExitCode.UP_TO_DATE;
      }
    };
  }

  private Federation federation() {
    return new Federation(context.home(), context.env(), context::complain);
  }
}
