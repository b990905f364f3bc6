package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.computepods.rules.Digest;

/**
 * The tools of the simulated world. A command is {@code [op, outputs..., "<", inputs...]}; an input
 * {@code path|regex} is read through the view that keeps the lines with the pattern. All but {@code
 * clock} are functions of what they read:
 *
 * <pre>
 * mix        a digest of all inputs, as lines "a h%2", "b h%3", "c h"
 * few:K      the digest modulo K: often the same for other inputs
 * select:P   the lines that begin with P
 * count      how many lines there are
 * climb:K    n = min(K, 1 + the largest n among the inputs): a document that settles in passes
 * copy       n as it is
 * flip       n = 1 - n; rotate:K: n = (n + 1) % K; grow: n + 1
 * flip-if:W  like flip where the first input holds W, else n = 1
 * union      the words of all inputs
 * clock      another text each time
 * fail-if:W  fails where an input holds W, else like mix
 * include    reads the files that its first input uses ("use PATH"), and notes them in a depfile
 * gather:K   like include, with climb's arithmetic
 * need       like include, and fails over a file that is not there, naming it
 * labels     reads its own auxiliary and writes it anew, like TeX
 * parts      the same with a file that no task declares
 * </pre>
 */
final class Tool {
  /** Reads a file of the workspace; empty where there is none. */
  interface Reader {
    Optional<String> read(String path);
  }

  /**
   * What a run comes to.
   *
   * @param outputs by path; empty after a failure
   * @param noted what it notes in its depfile as read
   * @param missing files that it names as missing
   */
  record Work(boolean ok, Map<String, String> outputs, Set<String> noted, List<String> missing) {
    private static Work failed(Set<String> noted, List<String> missing) {
      return new Work(false, Map.of(), noted, missing);
    }
  }

  private static final Pattern USE = Pattern.compile("^use (\\S+)$");

  private final String op;
  private final String parameter;
  private final List<String> outputs;
  private final List<String> inputs;
  private final Reader files;
  private final Set<String> noted = new LinkedHashSet<>();

  private Tool(List<String> command, Reader files) {
    String name = command.getFirst();
    int colon = name.indexOf(':');
    this.op = colon < 0 ? name : name.substring(0, colon);
    this.parameter = colon < 0 ? "" : name.substring(colon + 1);
    int mark = command.indexOf("<");
    this.outputs = command.subList(1, mark);
    this.inputs = command.subList(mark + 1, command.size());
    this.files = files;
  }

  /**
   * Runs a command.
   *
   * @param tick what the clock says; only {@code clock} looks at it
   */
  static Work run(List<String> command, Reader files, long tick) {
    return new Tool(command, files).run(tick);
  }

  private Work run(long tick) {
    List<String> seen = inputs.stream().map(this::see).toList();
    return switch (op) {
      case "mix" -> mix(seen);
      case "few" -> done("a " + hash(seen) % number() + "\n");
      case "select" -> done(lines(seen, line -> line.startsWith(parameter)));
      case "count" ->
          done("n " + seen.stream().mapToLong(text -> text.lines().count()).sum() + "\n");
      case "climb" -> climb(seen);
      case "copy" -> done("n " + n(seen) + "\n");
      case "flip" -> done("n " + (1 - Math.min(1, n(seen))) + "\n");
      case "flip-if" ->
          done(
              seen.getFirst().contains(parameter)
                  ? "n " + (1 - Math.min(1, n(seen))) + "\n"
                  : "n 1\n");
      case "rotate" -> done("n " + (n(seen) + 1) % number() + "\n");
      case "grow" -> done("n " + (n(seen) + 1) + "\n");
      case "union" -> done(union(seen));
      case "clock" -> done("t " + tick + "\n");
      case "fail-if" ->
          seen.stream().anyMatch(text -> text.contains(parameter))
              ? Work.failed(noted, List.of())
              : mix(seen);
      case "include" -> mix(withIncluded(seen));
      case "gather" -> climb(withIncluded(seen));
      case "need" -> need(seen);
      case "labels" -> labels(outputs.getLast(), seen);
      case "parts" -> labels(part(outputs.getFirst()), seen);
      default -> throw new IllegalArgumentException("no such tool: " + op);
    };
  }

  private Work need(List<String> seen) {
    List<String> all = withIncluded(seen);
    List<String> missing = noted.stream().filter(path -> files.read(path).isEmpty()).toList();
    return missing.isEmpty() ? mix(all) : Work.failed(noted, missing);
  }

  /** What is written beside this output, undeclared. */
  static String part(String output) {
    return output + ".part";
  }

  /** Whether no task declares that it writes this file. */
  static boolean isPart(String path) {
    return path.endsWith(".part");
  }

  private Work labels(String auxiliary, List<String> seen) {
    noted.add(auxiliary);
    var all = new ArrayList<>(seen);
    all.add(files.read(auxiliary).orElse("~"));
    var made = new LinkedHashMap<>(mix(all).outputs());
    made.put(auxiliary, "l " + hash(seen) % 7 + "\n");
    return new Work(true, made, noted, List.of());
  }

  private List<String> withIncluded(List<String> seen) {
    var all = new ArrayList<>(seen);
    List<String> mentioned =
        seen.getFirst()
            .lines()
            .map(USE::matcher)
            .filter(match -> match.matches())
            .map(match -> match.group(1))
            .toList();
    for (String path : mentioned) {
      noted.add(path);
      all.add(files.read(path).orElse("~"));
    }
    return all;
  }

  private Work mix(List<String> seen) {
    long hash = hash(seen);
    return done("a " + hash % 2 + "\nb " + hash % 3 + "\nc " + hash + "\n");
  }

  private Work climb(List<String> seen) {
    String own = lines(seen, line -> line.startsWith("p "));
    long n = Math.min(number(), n(seen) + 1);
    return done("n " + n + "\ns " + hash(List.of(own)) + "\n");
  }

  /** Every output gets this text, the second and later ones with their number before it. */
  private Work done(String text) {
    var made = new LinkedHashMap<String, String>();
    for (int i = 0; i < outputs.size(); i++) {
      made.put(outputs.get(i), i == 0 ? text : "# " + i + "\n" + text);
    }
    return new Work(true, made, noted, List.of());
  }

  private String see(String input) {
    int bar = input.indexOf('|');
    String path = bar < 0 ? input : input.substring(0, bar);
    Optional<String> text = files.read(path);
    if (bar < 0 || text.isEmpty()) {
      return text.orElse("~");
    }
    var view = Pattern.compile(input.substring(bar + 1));
    return lines(List.of(text.get()), line -> view.matcher(line).find());
  }

  private static String lines(List<String> texts, java.util.function.Predicate<String> wanted) {
    var kept = new StringBuilder();
    texts.forEach(
        text -> text.lines().filter(wanted).forEach(line -> kept.append(line).append('\n')));
    return kept.toString();
  }

  private static String union(List<String> seen) {
    var words = new TreeSet<String>();
    seen.forEach(text -> text.lines().filter(line -> !line.equals("~")).forEach(words::add));
    return words.isEmpty() ? "" : String.join("\n", words) + "\n";
  }

  /** The largest number n among the texts; 0 where none names one. */
  private static long n(List<String> seen) {
    return seen.stream()
        .flatMap(String::lines)
        .filter(line -> line.matches("n \\d+"))
        .mapToLong(line -> Long.parseLong(line.substring(2)))
        .max()
        .orElse(0);
  }

  private long number() {
    return Long.parseLong(parameter);
  }

  private long hash(List<String> seen) {
    return Digest.of(op + parameter + seen).a() & 0xffffffL;
  }
}
