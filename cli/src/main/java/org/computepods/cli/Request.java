package org.computepods.cli;

/** A call of {@code cpCtrl}, understood. */
public record Request(Globals globals, Invocation invocation) {}
