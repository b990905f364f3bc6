package org.computepods.chef.pod;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.api.Chef;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.cooks.HiredChef;
import org.computepods.chef.home.PrivateFiles;
import org.computepods.chef.recipe.ChefExit;
import org.computepods.chef.store.Hashing;

/**
 * A chef in a process of its own: {@code ChefMain.run(args, new MyChef())} is all that its main
 * does. It lives until it is signalled, and comes back to a federation that was started again.
 */
public final class ChefMain {
  private static final long LOOK_S = 2;
  private static final long STOP_S = 10;
  private static final int BAD_USAGE = 2;

  private final ChefsWay way;
  private final HiredChef chef;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  private ChefMain(ChefsWay way, HiredChef chef) {
    this.way = way;
    this.chef = chef;
  }

  /**
   * Cooks until the process is signalled.
   *
   * @param args {@code --home DIR} (the federation of this machine with that home; default: the
   *     usual one), or {@code --invite-file FILE} with what {@code cpCtrl pod invite} printed, or
   *     {@code --nats URL} with {@code --creds FILE}; {@code --name POD} and {@code --slots N}
   */
  public static void run(String[] args, Chef chef) {
    try {
      HiredChef.Look look = HiredChef.of(chef);
      if (look.hired().isEmpty()) {
        throw new IllegalArgumentException(look.problem());
      }
      HiredChef hired = look.hired().get();
      new ChefMain(ChefsWay.of(List.of(args), hired.set().name()), hired).live();
    } catch (IllegalArgumentException | IOException e) {
      System.err.println(e.getMessage());
      System.exit(BAD_USAGE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void live() throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::signalled, "signalled"));
    try {
      Optional<ChefsWay.In> last = Optional.empty();
      do {
        Optional<ChefsWay.In> in = way.in();
        if (in.isEmpty() && last.isEmpty()) {
          say("no federation runs in " + way.home().folder() + " yet (cpCtrl up starts one)");
        }
        last = in;
        if (in.isPresent()) {
          cook(in.get());
        }
      } while (!ending.await(LOOK_S, TimeUnit.SECONDS));
    } finally {
      ended.countDown();
    }
  }

  /** Until the federation is another one, or the end is asked for. */
  private void cook(ChefsWay.In in) throws IOException, InterruptedException {
    PrivateFiles.folder(way.home().create().pods());
    var settings =
        new PodSettings(
            way.pod(),
            way.home(),
            List.of("chef"),
            Optional.of(Set.of(chef.set().name())),
            Set.of(),
            way.slots(),
            in.settings(way.pod()),
            "127.0.0.1",
            false,
            System.getenv(),
            ChefMain::say);
    try (ChefPod pod = ChefPod.start(settings, new Hashing(), List.of(chef))) {
      say("chef " + chef.set().name() + " cooks as pod " + pod.name() + " for " + in.federation());
      while (!ending.await(LOOK_S, TimeUnit.SECONDS)) {
        if (!way.in().equals(Optional.of(in))) {
          say("that federation has ended");
          return;
        }
      }
    } catch (BusException away) {
      say("NATS at " + in.url() + ": " + away.getMessage());
    }
  }

  private void signalled() {
    try {
      ChefExit.tell(ChefMain::say);
      ending.countDown();
      if (!ended.await(STOP_S, TimeUnit.SECONDS)) {
        say("could not end in " + STOP_S + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
