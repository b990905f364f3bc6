package org.computepods.majordomo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The whole core in simulated time, with people, crashing chefs, lost, doubled and late answers,
 * and its own death, judged at each step.
 */
class SimulationTest {
  private static final int HISTORIES = 500;
  private static final int REPEATED = 15;

  /** What once went wrong, and why. */
  private static final long[] ONCE_WRONG = {
    13, // a vanished rule's output was read, and removed after its readers had passed for fresh
    40, // an output put back to what the watcher knew: nobody told the core (and 13's fault)
    41, // a secondary dependency that cannot be built kept its reader from running
    53, // like 13
    54, // a recipe changed while another build ran: its task, done before, passed for up to date
    62, // like 54
    89, // a member of a cycle that lacks a file was called failed
    158, // a rule vanished while its job ran: its output was read and removed meanwhile
    177, // a task that does not apply was called impossible, three times
    193, // a hand-edit of an output, told before the job's results, was lost to them
    201, // a build hung after another that shared its runs was cancelled
    230, // a build hung: what it wanted removed was told absent before the answer
    299, // a job done twice: its second run met the first one's auxiliary, believed absent
    339, // like 193, with a deletion
    936, // the project was edited and edited back while it was read: what was read stayed
    1325, // a job done twice claimed to have read what the core believed to be there
    1414, // a file was read while the run that makes it had it aside, and its chef died
    1534, // a task was let pass with a warning, and the next build took it for fresh
    6770, // members of a cycle that had rested were not looked at again when it began anew
    7868, // like 6770: a change from outside made the old generation pass for settled
    14928, // a task that was no more was counted out of a plan that it was never in: a build hung
    15395, // a file was removed and the answer said it was not; a job of a vanished task likewise
    17377, // a member left its cycle as fresh as it had come, though the cycle had run meanwhile
    2886, // a member's run changed what it reads, and did not count: its cycle passed for settled
    7661, // like 2886, for a plan made beside had put the members into another group
    1934, // the first of two runs had written, the second did not begin: nobody looked
    638, // a task left the project while its cycle was put back, and then passed for a reader
    7547, // like 1934, and no chef came back for the second
    8184, // the referee: what a run elsewhere missed came and went here meanwhile
  };

  /** The same, of failures. */
  private static final long[] FAILURES_ONCE_WRONG = {
    5741, // the referee: the run of an attempt whose answer was lost passed for one that never
    // began
    8101, // like 5741
  };

  /** The same, of lost homes. */
  private static final long[] LOST_HOMES_ONCE_WRONG = {
    3860, // from nothing a cycle began with who fails without another's output, and failed
  };

  /** The same, where tasks write what they do not declare. */
  private static final long[] PARTS_ONCE_WRONG = {
    85, // what changed was asked for in the name of no build, while all waited for a removal: a
    // hang
    135, // a result was put back of which another run would have made something else
    299, // what a task had made undeclared was read when the task was no more
    1999, // a job done twice claimed to have read what stood before its first run
  };

  @Test
  void random_histories_end_well() {
    Seeds.run("history", HISTORIES, Judgement::history);
  }

  @Test
  void random_histories_of_parts_end_well() {
    Seeds.run("historyOfParts", HISTORIES, Judgement::historyOfParts);
  }

  @Test
  void failures_belong_to_what_was_read() {
    Seeds.run("failures", HISTORIES, Judgement::failures);
  }

  @Test
  void histories_in_which_the_home_is_lost_end_well() {
    Seeds.run("lostHomes", HISTORIES, Judgement::lostHomes);
  }

  @Test
  void seeds_that_were_once_wrong_stay_right() {
    Seeds.run("history", LongStream.of(ONCE_WRONG), Judgement::history);
    Seeds.run("failures", LongStream.of(FAILURES_ONCE_WRONG), Judgement::failures);
    Seeds.run("historyOfParts", LongStream.of(PARTS_ONCE_WRONG), Judgement::historyOfParts);
    Seeds.run("lostHomes", LongStream.of(LOST_HOMES_ONCE_WRONG), Judgement::lostHomes);
  }

  @Test
  void history_of_a_seed_is_the_same_every_time() {
    for (long seed = 0; seed < REPEATED; seed++) {
      assertThat(Judgement.history(seed)).as("seed %s", seed).isEqualTo(Judgement.history(seed));
    }
  }
}
