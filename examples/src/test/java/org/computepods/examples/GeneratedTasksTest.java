package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is to be built may itself be built: a task writes the tasks file, which is read again. */
class GeneratedTasksTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void tasksFile_writtenByATask_isReadAgainWhenItChanges() {
    var kennel =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                project: kennel
                default: plan
                include: [dogs.tasks.yaml]
                tasks:
                  plan:
                    dependencies: [plan.sh, dogs.txt]
                    outputs: [dogs.tasks.yaml]
                    sh: "sh {dependencies[0]} < {dependencies[1]} > {outputs}"
                """,
                "plan.sh",
                """
                echo tasks:
                while read dog; do
                  echo "  $dog:"
                  echo "    outputs: [$dog.txt]"
                  echo "    sh: 'echo $dog barks > {outputs}'"
                done
                """,
                "dogs.txt",
                "rex\n"));
    kennel.build("rex.txt").succeeds();
    assertThat(kennel.read("rex.txt")).isEqualTo("rex barks\n");

    kennel.append("dogs.txt", "fido\n");

    kennel.build("fido.txt").succeeds().ranOnly("plan", "fido");
    assertThat(kennel.read("fido.txt")).isEqualTo("fido barks\n");
  }
}
