package org.computepods.fswatcher;

import java.util.List;

/**
 * How the watch of one workspace stands.
 *
 * @param how what the events come from
 * @param files known files
 * @param watches watched folders
 * @param linked names of files that have several
 * @param polled folders beyond the system's limit of watches, which are read every two seconds
 * @param unreadable files and folders that we may not read
 * @param losses how often events were lost and the tree was compared
 * @param inMotion paths not settled now
 */
public record WorkspaceStatus(
    String workspace,
    String how,
    int files,
    int watches,
    int linked,
    int polled,
    List<String> unreadable,
    int losses,
    int inMotion,
    long epoch,
    long seq) {}
