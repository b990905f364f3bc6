package org.computepods.majordomo.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** The REST interface of a MajorDomo, on 127.0.0.1. */
public final class RestServer implements AutoCloseable {
  static {
    // Read once, when the JDK's server is first used. Without nodelay each event waits 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Seconds in which a request must have come in whole: who dawdles is cut off.
    System.setProperty("sun.net.httpserver.maxReqTime", "30");
    System.setProperty("jdk.httpserver.maxConnections", "2000");
  }

  /** Requests that are answered at once, followers of events included. */
  private static final int AT_ONCE = 1_500;

  private final HttpServer http;
  private final ExecutorService threads;
  private final Guard guard;
  private final Routes routes;
  private final Page page;
  private final Consumer<String> say;
  private final Semaphore permits = new Semaphore(AT_ONCE);

  private RestServer(HttpServer http, String token, Desk desk, Consumer<String> say) {
    this.http = http;
    this.say = say;
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rest-", 0).factory());
    this.guard = new Guard(token, http.getAddress().getPort());
    this.routes = DeskRoutes.of(desk);
    this.page = Page.load();
  }

  /**
   * Starts to answer.
   *
   * @param port 0 for a free one
   * @param token that whoever asks must say
   * @param say hears of failures of our own, for the log
   */
  public static RestServer start(int port, String token, Desk desk, Consumer<String> say)
      throws IOException {
    var address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    var http = HttpServer.create(address, 0);
    var server = new RestServer(http, token, desk, say);
    http.setExecutor(server.threads);
    http.createContext("/", server::serve);
    http.start();
    return server;
  }

  /** Where the interface begins: {@code http://127.0.0.1:PORT/v1}. */
  public String url() {
    return "http://127.0.0.1:" + port() + "/v1";
  }

  public int port() {
    return http.getAddress().getPort();
  }

  private void serve(HttpExchange http) {
    var exchange = new Exchange(http);
    try {
      answer(exchange);
    } catch (Refusal refusal) {
      refuse(exchange, refusal);
    } catch (IOException gone) {
      // Whoever asked no longer listens.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      say.accept(exchange.method() + " " + http.getRequestURI().getPath() + ": " + e);
      refuse(exchange, new Refusal(500, "this is a fault of ours: " + e));
    } finally {
      exchange.close();
    }
  }

  private void answer(Exchange exchange) throws Refusal, IOException, InterruptedException {
    if (!permits.tryAcquire()) {
      throw Refusal.unavailable("too many requests at once");
    }
    try {
      guard.checkOrigin(exchange);
      if (page.answers(exchange)) {
        return;
      }
      guard.checkToken(exchange);
      routes.dispatch(exchange);
    } finally {
      permits.release();
    }
  }

  private static void refuse(Exchange exchange, Refusal refusal) {
    try {
      exchange.refuse(refusal);
    } catch (IOException e) {
      // The answer had begun, or nobody listens.
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
