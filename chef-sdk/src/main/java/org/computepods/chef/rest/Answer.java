package org.computepods.chef.rest;

/** What a server answered: a status and the whole body. */
public record Answer(int status, String body) {
  public boolean isOk() {
    return status >= 200 && status < 300;
  }
}
