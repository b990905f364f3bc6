package org.computepods.chef.bus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A private nats-server and clients of it, all ended with the test. */
final class TestBus implements AutoCloseable {
  static final String FEDERATION = "test";

  final PrivateNatsServer server;
  private final List<NatsClient> clients = new ArrayList<>();

  TestBus(Path folder) throws Exception {
    Path binary = PrivateNatsServer.findBinary(System.getenv()).orElseThrow();
    server =
        PrivateNatsServer.start(
            PrivateNatsServer.Settings.loopback(binary, folder.resolve("nats"), FEDERATION));
  }

  NatsClient client(Role role, String name) throws BusException {
    var client = NatsClient.connect(server.clientSettings(role, name));
    clients.add(client);
    return client;
  }

  @Override
  public void close() {
    clients.forEach(NatsClient::close);
    server.close();
  }
}
