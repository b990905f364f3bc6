package org.computepods.chef.wire.rest;

/** {@code POST /chefs/{pod}/{chef}}: whether this chef takes new jobs. */
public record ChefSwitch(boolean enabled) {}
