package org.computepods.cli.show;

/** Colours, or none. */
public record Paint(boolean on) {
  public String red(String text) {
    return wrap("31;1", text);
  }

  public String green(String text) {
    return wrap("32", text);
  }

  public String yellow(String text) {
    return wrap("33", text);
  }

  public String bold(String text) {
    return wrap("1", text);
  }

  public String dim(String text) {
    return wrap("2", text);
  }

  private String wrap(String code, String text) {
    return on && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
