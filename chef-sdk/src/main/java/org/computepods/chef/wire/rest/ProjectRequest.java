package org.computepods.chef.wire.rest;

/**
 * {@code POST /projects}: open this workspace, if it is not open yet, and hear of every change made
 * until now. Naming it is the consent to read its project.
 *
 * @param workspace absolute path
 */
public record ProjectRequest(String workspace) {}
