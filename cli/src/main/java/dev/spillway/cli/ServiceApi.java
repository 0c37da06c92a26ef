package dev.spillway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A service's API: JSON comes back, and whatever else happens fails the command and says why. */
final class ServiceApi {

  private static final int FIRST_ERROR_STATUS = 300;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final String url;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * @param name what the service is called when it does not answer
   * @param timeout of a connection, and of an answer
   */
  ServiceApi(String name, String url, Duration timeout) {
    this.name = name;
    this.url = url;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(timeout)
        .header("Authorization", "Bearer " + token);
  }

  /**
   * The answer's JSON.
   *
   * @throws CommandFailedException when there is no answer, or a refusal
   */
  JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= FIRST_ERROR_STATUS) {
        throw new CommandFailedException(
            "%s %s answered %d: %s"
                .formatted(
                    request.method(),
                    request.uri().getPath(),
                    response.statusCode(),
                    detail(response.body())));
      }
      return JSON.readTree(response.body());
    } catch (ConnectException e) {
      throw new CommandFailedException(
          "the " + name + " service does not answer at " + url + "; is it up? ('spillway up')", e);
    } catch (IOException e) {
      throw new CommandFailedException(
          "no answer from " + request.uri() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }

  /** Completes with whatever was answered. */
  CompletableFuture<HttpResponse<String>> sendLater(HttpRequest request) {
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String detail(String problem) {
    try {
      JsonNode json = JSON.readTree(problem);
      return json.path("detail").asText(json.path("title").asText(problem));
    } catch (JsonProcessingException e) {
      return problem.lines().findFirst().orElse("");
    }
  }
}
