package dev.spillway.wallet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The rooms of the house and the doors between them. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.spillway.wallet", "dev.spillway.edge");

  @Test
  void there_is_something_to_look_at() {
    assertThat(CLASSES.contain("dev.spillway.wallet.ledger.Batch")).isTrue();
  }

  @Test
  void the_ledger_knows_nothing_of_http_kafka_valkey_or_containers() {
    classes()
        .that()
        .resideInAPackage("..wallet.ledger..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.spillway.wallet.ledger..",
            "dev.spillway.model..",
            "java..",
            "javax.sql..",
            "org.jspecify.annotations..",
            // the driver's way to send a parameter in binary form
            "org.postgresql.util..",
            // one class of it: the escaping of a JSON string
            "com.fasterxml.jackson.core.io..",
            "com.github.benmanes.caffeine.cache..")
        .check(CLASSES);
  }

  @Test
  void the_rules_do_no_io_and_read_no_clock() {
    noClasses()
        .that()
        .haveNameMatching(
            ".*\\.ledger\\.(Batch|Books|Claims|TreasuryOrders|Verdicts|Wallets|OpenAccount|Effects|Rows|Snapshot|Footprint)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..", "javax.sql..", "java.io..", "java.net..", "java.nio.file..")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .check(CLASSES);
  }

  @Test
  void sql_is_written_where_tables_are_owned() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..wallet.http..", "..wallet.admission..", "..wallet.intake..", "..spillway.edge..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.sql..")
        .check(CLASSES);
  }

  @Test
  void the_edge_knows_no_service() {
    noClasses()
        .that()
        .resideInAPackage("dev.spillway.edge..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.spillway.wallet..")
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
  void features_do_not_go_round_in_circles() {
    slices().matching("dev.spillway.wallet.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void static_state_does_not_change() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }
}
