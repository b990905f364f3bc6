package org.computepods.chef.bus;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import org.computepods.chef.bus.BusException.Reason;

/** How a connection is made: quick to see a break, and never tired of trying again. */
final class Connecting {
  private static final Duration RECONNECT_WAIT = Duration.ofMillis(100);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Pings without answer after which the connection counts as lost. */
  private static final int PINGS_OUT_MAX = 2;

  private Connecting() {}

  static Connection connect(BusSettings settings, ConnectionStates states) throws BusException {
    var options =
        Options.builder()
            .server(settings.url())
            .connectionName(settings.name())
            .inboxPrefix(settings.inboxPrefix())
            .connectionTimeout(CONNECT_TIMEOUT)
            .pingInterval(settings.pingEvery())
            .maxPingsOut(PINGS_OUT_MAX)
            .maxReconnects(-1)
            .reconnectWait(RECONNECT_WAIT)
            .reconnectJitter(RECONNECT_WAIT)
            .ignoreDiscoveredServers()
            .reportNoResponders()
            .useTimeoutException()
            .connectionListener(listener(states))
            .errorListener(new ErrorListener() {});
    switch (settings.credential()) {
      case Credential.None() -> {}
      case Credential.Password(String user, String password) ->
          options.userInfo(user.toCharArray(), password.toCharArray());
      case Credential.Token(String token) -> options.token(token.toCharArray());
      case Credential.File(var file) -> options.credentialPath(file.toString());
    }
    try {
      Connection connection = Nats.connect(options.build());
      states.set(ConnectionState.CONNECTED);
      return connection;
    } catch (AuthenticationException e) {
      states.close();
      throw new BusException(
          Reason.FORBIDDEN, "NATS at " + settings.url() + " does not accept the credential", e);
    } catch (IOException e) {
      states.close();
      throw new BusException(
          Reason.DISCONNECTED, "cannot reach NATS at " + settings.url() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      states.close();
      Thread.currentThread().interrupt();
      throw new BusException(Reason.DISCONNECTED, "interrupted while connecting to NATS", e);
    }
  }

  private static ConnectionListener listener(ConnectionStates states) {
    return (connection, event) -> {
      switch (event) {
        case DISCONNECTED -> states.set(ConnectionState.DISCONNECTED);
        case RECONNECTED -> states.set(ConnectionState.RECONNECTED);
        case CLOSED -> states.set(ConnectionState.CLOSED);
        default -> {}
      }
    };
  }
}
