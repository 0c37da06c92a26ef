package dev.spillway.edge.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.security.AuthenticationFailedException;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedTokenTest {
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "eve\u0000", "eve\n", "\ud800", "eve\udc00", "spillway:x"})
  void a_subject_that_no_database_could_keep_or_nobody_may_have_is_nobody(String subject) {
    var claims = new JsonObject().put("sub", subject).put("exp", 1);
    assertThatThrownBy(() -> VerifiedToken.of(claims))
        .isInstanceOf(AuthenticationFailedException.class);
  }

  @Test
  void a_subject_may_be_written_in_any_script() {
    var claims = new JsonObject().put("sub", "Zoë 漢字 😀").put("exp", 1);
    assertThat(VerifiedToken.of(claims).caller().ownerId()).isEqualTo("Zoë 漢字 😀");
  }
}
