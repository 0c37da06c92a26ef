package dev.spillway.giveaway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.spillway.edge.http.AllowedMethods;
import dev.spillway.giveaway.campaign.CampaignResource;
import dev.spillway.giveaway.claim.ClaimResource;
import dev.spillway.giveaway.claim.ClaimingResource;
import dev.spillway.giveaway.stream.StreamResource;
import dev.spillway.model.ProblemCode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Paths;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the API says what the service does, and the service serves just that. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ApiDocumentTest {
  private static final List<Class<?>> RESOURCES =
      List.of(
          CampaignResource.class,
          ClaimResource.class,
          ClaimingResource.class,
          StreamResource.class);

  @TestHTTPResource("/")
  URI base;

  @Inject AllowedMethods methods;

  @Test
  void the_service_serves_the_committed_description() throws Exception {
    JsonNode committed =
        new YAMLMapper().readTree(Paths.get("../../docs/api/giveaway.yaml").toFile());

    assertThat(served()).isEqualTo(committed);
  }

  @Test
  void every_call_is_described_and_every_description_is_a_call() {
    SortedSet<String> described = new TreeSet<>();
    served()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(call -> described.add(call.getKey() + " " + path.getKey())));

    assertThat(described).isEqualTo(calls());
  }

  @Test
  void the_methods_that_a_refusal_names_are_those_that_are_described() {
    served()
        .path("paths")
        .properties()
        .forEach(
            path ->
                assertThat(methods.at(path.getKey()))
                    .as(path.getKey())
                    .contains(
                        path.getValue().has("post")
                            ? AllowedMethods.POSTED_TO
                            : AllowedMethods.READ));
  }

  @Test
  void the_codes_of_problems_are_all_of_the_suite() {
    for (JsonNode code : served().at("/components/schemas/Problem/properties/code/enum")) {
      assertThat(ProblemCode.values()).extracting(ProblemCode::code).contains(code.asText());
    }
  }

  private JsonNode served() {
    return new Person(base, "anybody", "none").get("/q/openapi?format=json").is(200).json();
  }

  private static SortedSet<String> calls() {
    SortedSet<String> calls = new TreeSet<>();
    for (Class<?> resource : RESOURCES) {
      for (Method method : resource.getDeclaredMethods()) {
        for (Annotation annotation : method.getAnnotations()) {
          HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
          if (verb != null) {
            Path below = method.getAnnotation(Path.class);
            calls.add(
                verb.value().toLowerCase(Locale.ROOT)
                    + " "
                    + resource.getAnnotation(Path.class).value()
                    + (below == null ? "" : below.value()));
          }
        }
      }
    }
    return calls;
  }
}
