package dev.spillway.cli.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * As much of a registry (the OCI distribution API) as is needed to push to it and pull manifests.
 */
final class SmallRegistry implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 0x16;

  private final HttpServer server;
  private final ServerSocket door;
  private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();
  final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  private final Map<String, String> types = new ConcurrentHashMap<>();

  SmallRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v2/", this::handle);
    server.start();
    door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::letIn);
  }

  /** Whoever begins with TLS is sent away at once; the server behind would wait for the rest. */
  private void letIn() {
    try {
      while (true) {
        Socket client = door.accept();
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket behind =
            new Socket(server.getAddress().getAddress(), server.getAddress().getPort())) {
      int first = client.getInputStream().read();
      if (first == TLS_HANDSHAKE || first < 0) {
        client.getOutputStream().write("no TLS here".getBytes(StandardCharsets.US_ASCII));
        return;
      }
      Thread answers = Thread.startVirtualThread(() -> copy(behind, client));
      behind.getOutputStream().write(first);
      copy(client, behind);
      answers.join();
    } catch (IOException e) {
      // The client sees it, too.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // The client sees it, too.
    }
  }

  String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      String last = path.substring(path.lastIndexOf('/') + 1);
      if (path.contains("/manifests/")) {
        manifest(exchange, last, body);
      } else if (path.contains("/blobs/uploads")) {
        upload(exchange, path, body);
      } else if (path.contains("/blobs/")) {
        answer(exchange, blobs.containsKey(last) ? 200 : 404, blobs.get(last));
      } else {
        answer(exchange, 200, null);
      }
    }
  }

  private void manifest(HttpExchange exchange, String reference, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("PUT")) {
      String digest = digest(body);
      for (String name : new String[] {reference, digest}) {
        manifests.put(name, body);
        types.put(name, exchange.getRequestHeaders().getFirst("Content-Type"));
      }
      exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
      answer(exchange, 201, null);
      return;
    }
    byte[] manifest = manifests.get(reference);
    if (manifest != null) {
      exchange.getResponseHeaders().set("Content-Type", types.get(reference));
      exchange.getResponseHeaders().set("Docker-Content-Digest", digest(manifest));
    }
    answer(exchange, manifest == null ? 404 : 200, manifest);
  }

  private void upload(HttpExchange exchange, String path, byte[] body) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "POST" -> {
        String place = path.replaceFirst("/$", "") + "/" + uploads.size();
        uploads.put(place, new byte[0]);
        located(exchange, place, 202);
      }
      case "PATCH" -> {
        uploads.put(path, body);
        located(exchange, path, 202);
      }
      default -> {
        blobs.put(digest(uploads.get(path)), uploads.get(path));
        located(exchange, path, 201);
      }
    }
  }

  private void located(HttpExchange exchange, String place, int status) throws IOException {
    exchange.getResponseHeaders().set("Location", "http://" + address() + place);
    answer(exchange, status, null);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean bodiless = body == null || exchange.getRequestMethod().equals("HEAD");
    if (bodiless && body != null) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
    }
    exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }

  static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    server.stop(0);
  }
}
