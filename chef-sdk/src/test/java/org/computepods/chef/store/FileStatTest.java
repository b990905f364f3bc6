package org.computepods.chef.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStatTest {
  @TempDir Path folder;

  @Test
  void everyKindOfFile_isSeenAsTheJdkSeesIt() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain \u00e4\u732b"), "text");
    Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path link = Files.createSymbolicLink(folder.resolve("link"), plain);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));
    Files.createLink(folder.resolve("second name"), program);
    Path old = Files.writeString(folder.resolve("old"), "");
    Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.fromMillis(-86_400_001));
    for (Path each :
        new Path[] {plain, program, link, dangling, folder, old, Path.of("/dev/null")}) {
      assertThat(FileStat.of(each))
          .as(each.toString())
          .isPresent()
          .isEqualTo(FileStat.read(each, LinkOption.NOFOLLOW_LINKS));
      assertThat(FileStat.following(each)).as(each.toString()).isEqualTo(FileStat.read(each));
    }
  }

  @Test
  void whatIsNotThere_isAbsent() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "text");
    assertThat(FileStat.of(folder.resolve("none"))).isEmpty();
    assertThat(FileStat.of(plain.resolve("below a file"))).isEmpty();
    assertThatThrownBy(() -> FileStat.of(folder.resolve("a".repeat(300)).resolve("b")))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void longPath_isSeen() throws IOException {
    Path deep = folder;
    for (int n = 0; n < 12; n++) {
      deep = deep.resolve("a folder with a name of many letters " + n);
    }
    Files.createDirectories(deep);
    assertThat(FileStat.of(deep)).isPresent();
  }
}
