package org.computepods.chef.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that passes bytes on until, at one place on their way back, it does harm. */
final class BadWire implements AutoCloseable {
  /** What it does to each connection. */
  enum Harm {
    FLIP,
    CUT
  }

  private final ServerSocket listener;
  private final int target;
  private final Harm harm;
  private final long at;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean harmed;

  private BadWire(ServerSocket listener, int target, Harm harm, long at) {
    this.listener = listener;
    this.target = target;
    this.harm = harm;
    this.at = at;
  }

  static BadWire to(int port, Harm harm, long at) throws IOException {
    var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var wire = new BadWire(listener, port, harm, at);
    Thread.ofVirtual().start(wire::accept);
    return wire;
  }

  int port() {
    return listener.getLocalPort();
  }

  boolean harmed() {
    return harmed;
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> pass(near, far, Long.MAX_VALUE));
        Thread.ofVirtual().start(() -> pass(far, near, at));
      }
    } catch (IOException closed) {
      // The end.
    }
  }

  private void pass(Socket from, Socket to, long harmAt) {
    byte[] buffer = new byte[16 * 1024];
    long passed = 0;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (harmAt >= passed && harmAt < passed + n) {
          harmed = true;
          if (harm == Harm.CUT) {
            out.write(buffer, 0, (int) (harmAt - passed));
            return;
          }
          buffer[(int) (harmAt - passed)] ^= 4;
        }
        out.write(buffer, 0, n);
        passed += n;
      }
    } catch (IOException closed) {
      // By either end.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket each : sockets) {
      each.close();
    }
  }
}
