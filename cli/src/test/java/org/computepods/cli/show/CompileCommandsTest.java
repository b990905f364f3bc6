package org.computepods.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.computepods.cli.json.Document;
import org.computepods.cli.json.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompileCommandsTest {
  private static final Path WORKSPACE = Path.of("/home/me/my \"project\"");

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "/usr/bin/clang-15", "arm-none-eabi-g++", "c++"})
  void taskThatCompiles_hasItsSourceItsWordsAndItsObject(String compiler) {
    List<String> command = List.of(compiler, "-DX=\"a b\"", "-c", "src/a.c", "-o", "obj/a.o");

    Document database = Document.parse(of(task(command, "config.h", "src/a.c")));

    Document entry = database.elements().getFirst();
    assertThat(entry.text("directory")).isEqualTo("/home/me/my \"project\"");
    assertThat(entry.text("file")).isEqualTo("src/a.c");
    assertThat(entry.texts("arguments")).isEqualTo(command);
    assertThat(entry.text("output")).isEqualTo("obj/a.o");
  }

  @Test
  void taskThatDoesNotCompile_isLeftOut() {
    assertThat(
            of(
                task(List.of("gcc", "obj/a.o", "-o", "a"), "obj/a.o"),
                task(List.of("sort", "-c", "a.c"), "a.c"),
                task(List.of("gcc", "-c", "-x", "c", "/dev/null"), "a.c")))
        .isEqualTo("[]");
  }

  private static String of(Document... tasks) {
    return CompileCommands.of(
        WORKSPACE, Document.parse(new Writer().value(List.of(tasks)).toString()));
  }

  private static Document task(List<String> command, String... dependencies) {
    var task =
        Map.of(
            "command",
            command,
            "dependencies",
            List.of(dependencies),
            "outputs",
            List.of("obj/a.o"));
    return Document.parse(new Writer().value(task).toString());
  }
}
