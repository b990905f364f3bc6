package org.computepods.chef.sftp;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** The library's SFTP, less everything that opening, reading, writing and closing does not take. */
final class StoreSubsystem extends SftpSubsystem {
  private final StoreAccess access;

  private StoreSubsystem(ChannelSession channel, SftpSubsystemFactory factory, StoreAccess access) {
    super(channel, factory);
    this.access = access;
  }

  /** Makes one for each channel. */
  static final class Factory extends SftpSubsystemFactory {
    private final StoreAccess access;

    Factory(StoreAccess access) {
      this.access = access;
      setFileSystemAccessor(access);
    }

    @Override
    public Command createSubsystem(ChannelSession channel) throws IOException {
      return new StoreSubsystem(channel, this, access);
    }
  }

  @Override
  protected void doProcess(Buffer buffer, int length, int type, int id) throws IOException {
    switch (type) {
      case SftpConstants.SSH_FXP_INIT,
          SftpConstants.SSH_FXP_OPEN,
          SftpConstants.SSH_FXP_CLOSE,
          SftpConstants.SSH_FXP_READ,
          SftpConstants.SSH_FXP_WRITE,
          SftpConstants.SSH_FXP_STAT,
          SftpConstants.SSH_FXP_LSTAT,
          SftpConstants.SSH_FXP_FSTAT,
          SftpConstants.SSH_FXP_REALPATH ->
          super.doProcess(buffer, length, type, id);
      // Clients of people set times and modes after a put; here they mean nothing.
      case SftpConstants.SSH_FXP_SETSTAT, SftpConstants.SSH_FXP_FSETSTAT ->
          sendStatus(prepareReply(buffer), id, SftpConstants.SSH_FX_OK, "");
      default ->
          sendStatus(
              prepareReply(buffer), id, SftpConstants.SSH_FX_OP_UNSUPPORTED, "not served here");
    }
  }

  /** The library would look on the disk for the path as it came. */
  @Override
  protected NavigableMap<String, Object> resolveFileAttributes(
      Path file, int flags, boolean followLinks, LinkOption... options) throws IOException {
    return access.attributes(file);
  }

  @Override
  protected Map<String, Object> doFStat(int id, String handle, int flags) throws IOException {
    FileHandle file = validateHandle(handle, handles.get(handle), FileHandle.class);
    return StoreAccess.attributes(file.getFileChannel().size());
  }

  /** Answers by the words of the path alone, so that nothing of the disk shows. */
  @Override
  protected void doRealPath(Buffer buffer, int id) throws IOException {
    Path path = Path.of("/").resolve(buffer.getString()).normalize();
    sendPath(prepareReply(buffer), id, path, Map.of());
  }
}
