package org.computepods.chef.wire;

import java.util.List;
import java.util.Map;

/**
 * A pod says that it lives, what it is, and how to reach it; kept in a key-value bucket with a time
 * to live.
 *
 * @param instance which life of the pod this is
 * @param roles the parts it plays: {@code majordomo}, {@code fswatcher}, cooking
 * @param chefs rule sets it serves now, by name; {@code command} for commands of a project's own
 * @param tools path of each tool found, by name
 * @param slots jobs it runs at once; {@code busy} of them are taken
 * @param sftp {@code host:port} of its SFTP server
 * @param hostKey in OpenSSH's one-line form; whoever connects pins it
 * @param userKey public key with which it connects to others' servers
 */
public record Heartbeat(
    int v,
    String pod,
    String instance,
    List<String> roles,
    List<String> chefs,
    Map<String, String> tools,
    int slots,
    int busy,
    String sftp,
    String hostKey,
    String userKey) {}
