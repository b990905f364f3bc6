package org.computepods.cli.service;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A systemd user unit or a launchd agent.
 *
 * @param name of the file
 * @param text all of it
 */
public record ServiceFile(String name, String text) {
  private static final String PREFIX = "computepods-";
  private static final String LABEL = "org.computepods.";

  /** So long after its end a role that failed is started again; its NATS system may be away. */
  private static final int RESTART_S = 5;

  /** A unit for {@code systemd --user}. */
  public static ServiceFile systemd(String role, String description, List<String> command) {
    String words = command.stream().map(ServiceFile::systemdWord).collect(Collectors.joining(" "));
    return new ServiceFile(
        PREFIX + role + ".service",
        """
        [Unit]
        Description=%s
        # However long the NATS system is away, it is tried again.
        StartLimitIntervalSec=0

        [Service]
        ExecStart=%s
        Restart=on-failure
        RestartSec=%d
        # What is wrong with its words stays wrong.
        RestartPreventExitStatus=2
        # What Java answers to SIGTERM.
        SuccessExitStatus=143

        [Install]
        WantedBy=default.target
        """
            .formatted(description.replace("%", "%%"), words, RESTART_S));
  }

  /** In quotes, with C's escapes; {@code %} and {@code $} mean themselves when doubled. */
  private static String systemdWord(String word) {
    var quoted = new StringBuilder("\"");
    for (int at = 0; at < word.length(); at++) {
      char c = word.charAt(at);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '%', '$' -> quoted.append(c).append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** An agent for the launchd of macOS. */
  public static ServiceFile launchd(String role, List<String> command, Path log) {
    String words =
        command.stream()
            .map(word -> "    <string>" + xml(word) + "</string>\n")
            .collect(Collectors.joining());
    return new ServiceFile(
        LABEL + role + ".plist",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        <dict>
          <key>Label</key>
          <string>%s</string>
          <key>ProgramArguments</key>
          <array>
        %s  </array>
          <key>RunAtLoad</key>
          <true/>
          <key>KeepAlive</key>
          <dict>
            <key>SuccessfulExit</key>
            <false/>
          </dict>
          <key>ThrottleInterval</key>
          <integer>%d</integer>
          <key>StandardOutPath</key>
          <string>%s</string>
          <key>StandardErrorPath</key>
          <string>%s</string>
        </dict>
        </plist>
        """
            .formatted(LABEL + role, words, RESTART_S, xml(log.toString()), xml(log.toString())));
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * The commands that start it, now and at each login.
   *
   * @param written the file
   * @param elsewhere whether the service manager does not look there by itself
   */
  public List<String> enabling(Path written, boolean elsewhere) {
    String word = shellWord(written.toString());
    if (name.endsWith(".plist")) {
      return List.of("launchctl bootstrap gui/$(id -u) " + word);
    }
    String unit = elsewhere ? word : name;
    return List.of(
        "systemctl --user daemon-reload",
        "systemctl --user enable --now " + unit,
        "loginctl enable-linger    # where it is to run while you are not logged in, too");
  }

  private static String shellWord(String text) {
    return text.matches("[A-Za-z0-9_./+:-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
