package org.computepods.cli.commands;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.computepods.cli.ExitCode;
import org.computepods.cli.doctor.Diagnosis;
import org.computepods.cli.doctor.Examination;
import org.computepods.cli.json.Writer;
import org.computepods.cli.show.Paint;

/** {@code doctor}: examines everything that can be wrong, and says the cure. */
final class DoctorCommand {
  private final Context context;

  DoctorCommand(Context context) {
    this.context = context;
  }

  int run() {
    List<Diagnosis> diagnoses =
        new Examination(context.home(), context.here(), context.env()).all();
    if (context.globals().json()) {
      context
          .terminal()
          .out()
          .println(new Writer().value(diagnoses.stream().map(DoctorCommand::members).toList()));
    } else {
      diagnoses.forEach(this::show);
    }
    boolean ill = diagnoses.stream().anyMatch(d -> d.state() == Diagnosis.State.WRONG);
    return ill ? ExitCode.FAILED : ExitCode.UP_TO_DATE;
  }

  private void show(Diagnosis diagnosis) {
    Paint paint = context.terminal().paint();
    String state =
        switch (diagnosis.state()) {
          case WELL -> paint.green("well ");
          case DOUBTFUL -> paint.yellow("check");
          case WRONG -> paint.red("WRONG");
        };
    if (diagnosis.state() != Diagnosis.State.WELL || !context.globals().quiet()) {
      context
          .terminal()
          .out()
          .println(state + "  " + diagnosis.subject() + ": " + diagnosis.what());
      if (!diagnosis.cure().isEmpty()) {
        context.terminal().out().println("       cure: " + diagnosis.cure());
      }
    }
  }

  private static Map<String, Object> members(Diagnosis diagnosis) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("subject", diagnosis.subject());
    members.put("state", diagnosis.state().name().toLowerCase(java.util.Locale.ROOT));
    members.put("what", diagnosis.what());
    members.put("cure", diagnosis.cure());
    return members;
  }
}
