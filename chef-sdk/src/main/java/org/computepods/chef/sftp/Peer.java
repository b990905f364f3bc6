package org.computepods.chef.sftp;

import java.util.Optional;

/**
 * Another pod's SFTP server.
 *
 * @param address {@code host:port}
 * @param hostKey in OpenSSH's one-line form; no other is accepted
 */
public record Peer(String pod, String address, String hostKey) {
  /** Who knows the pods of the federation. */
  @FunctionalInterface
  public interface Peers {
    Optional<Peer> of(String pod);
  }
}
