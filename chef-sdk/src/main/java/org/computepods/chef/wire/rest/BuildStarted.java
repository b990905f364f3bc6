package org.computepods.chef.wire.rest;

/** The answer to {@code POST /builds}, with status 201: its name. */
public record BuildStarted(String build) {}
