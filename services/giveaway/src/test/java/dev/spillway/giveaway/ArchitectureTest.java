package dev.spillway.giveaway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.spillway.giveaway.kafka.Event;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How the parts of the service may lean on each other. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.spillway.giveaway");

  @Test
  void features_do_not_go_round_in_circles() {
    slices().matching("dev.spillway.giveaway.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void the_gate_and_what_listens_know_no_database() {
    noClasses()
        .that()
        .haveSimpleNameStartingWith("Gate")
        .or()
        .resideInAnyPackage("..giveaway.stream..", "..giveaway.kafka..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.sql..")
        .check(CLASSES);
  }

  /** Pods whose clocks differ must not differ in what is over; an event's time decides nothing. */
  @Test
  void no_pod_decides_by_its_own_clock() {
    noClasses()
        .that()
        .areNotAssignableTo(Event.class)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  @Test
  void nothing_is_injected_into_fields() {
    noFields().should().beAnnotatedWith(jakarta.inject.Inject.class).check(CLASSES);
  }

  @Test
  void no_class_is_named_for_nothing() {
    noClasses()
        .should()
        .haveNameMatching(".*\\.(Abstract\\w+|\\w*(Utils?|Helper|Manager|Impl)|Common\\w*)")
        .check(CLASSES);
  }

  @Test
  void static_state_does_not_change() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }
}
