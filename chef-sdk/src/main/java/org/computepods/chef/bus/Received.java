package org.computepods.chef.bus;

/**
 * A message from a stream.
 *
 * @param sequence its number in the stream
 * @param deliveries how often it was handed out, from 1
 */
public record Received<T>(T message, String subject, long sequence, long deliveries) {}
