package dev.spillway.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.model.ProblemCode;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.TreeMap;

/** What a client got. */
public record Reply(int status, HttpHeaders headers, String body, String path) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The body as JSON. */
  public JsonNode json() {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new AssertionError("not JSON: " + body, e);
    }
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The answer is a success with that status, in JSON. */
  public Reply hasStatus(int expected) {
    assertThat(status).as("status of %s: %s", path, body).isEqualTo(expected);
    assertThat(header("Content-Type")).contains("application/json");
    return this;
  }

  /** All that a client can see of the two is the same. */
  public void isSameAs(Reply other) {
    assertThat(status).as(path).isEqualTo(other.status);
    assertThat(body).isEqualTo(other.body);
    assertThat(new TreeMap<>(headers.map())).isEqualTo(new TreeMap<>(other.headers.map()));
  }

  /** The answer is that problem in every part, and gives nothing away. */
  public Reply isProblem(ProblemCode code) {
    assertThat(status).as("status of %s: %s", path, body).isEqualTo(code.status());
    assertThat(header("Content-Type")).contains("application/problem+json");
    JsonNode problem = json();
    assertThat(problem.path("type").asText()).isEqualTo(code.type());
    assertThat(problem.path("title").asText()).isEqualTo(code.title());
    assertThat(problem.path("status").asInt()).isEqualTo(code.status());
    assertThat(problem.path("detail").asText()).isNotBlank();
    assertThat(problem.path("instance").asText()).isEqualTo(path);
    assertThat(problem.path("code").asText()).isEqualTo(code.code());
    assertThat(problem.size()).isEqualTo(6);
    assertThat(body)
        .doesNotContainIgnoringCase(
            "exception", "jackson", "quarkus", "vertx", "select ", "postgres")
        .doesNotContain("java.", "dev.spillway", "\tat ");
    return this;
  }
}
