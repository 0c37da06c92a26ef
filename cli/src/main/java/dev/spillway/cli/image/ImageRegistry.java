package dev.spillway.cli.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.hash.Digests;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.image.json.OciIndexTemplate;
import com.google.cloud.tools.jib.registry.ManifestAndDigest;
import com.google.cloud.tools.jib.registry.RegistryClient;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A registry of images. Jib can push one list for several platforms only when all of them have the
 * same layers; ours differ by a native library and by the ahead-of-time cache, so each platform is
 * pushed by itself and the list is written here.
 *
 * @param place host, port and the path before a service's name, such as {@code
 *     registry.example:5000/spillway}
 */
public record ImageRegistry(String place, ImageFactory factory) {

  /**
   * Pushes each image under a tag of its own and then the list of them, whose tag is {@code tag};
   * returns the list's digest.
   */
  public String push(List<ServiceImage> platforms, String tag) {
    String name = platforms.getFirst().name();
    for (ServiceImage image : platforms) {
      push(image, tagOf(tag, image.platform()));
    }
    try {
      return pushList(reference(name, tag), platforms, tag);
    } catch (IOException | RegistryException | CredentialRetrievalException e) {
      throw new ImageException(
          "the list of %s's images could not be pushed: %s".formatted(name, e.getMessage()), e);
    }
  }

  private void push(ServiceImage image, String tag) {
    ImageReference reference = reference(image.name(), tag);
    factory.build(
        image,
        ImageFormat.OCI,
        Containerizer.to(
                RegistryImage.named(reference).addCredentialRetriever(credentials(reference)))
            .setAllowInsecureRegistries(isOnThisMachine(reference)));
  }

  private static String pushList(ImageReference reference, List<ServiceImage> platforms, String tag)
      throws IOException, RegistryException, CredentialRetrievalException {
    FailoverHttpClient http =
        new FailoverHttpClient(isOnThisMachine(reference), false, event -> {});
    try {
      RegistryClient client = client(reference, http);
      OciIndexTemplate list = new OciIndexTemplate();
      for (ServiceImage image : platforms) {
        // Named by its platform, not its tag: the same images are the same list under every tag.
        list.addManifest(manifest(client, tagOf(tag, image.platform())), image.platform().suffix());
        list.getManifests().getLast().setPlatform(image.platform().architecture(), "linux");
      }
      return client.pushManifest(list, tag).toString();
    } finally {
      http.shutDown();
    }
  }

  /** Size and digest of what stands under a tag. */
  private static BlobDescriptor manifest(RegistryClient client, String tag)
      throws IOException, RegistryException {
    ManifestAndDigest<ManifestTemplate> pushed = client.pullManifest(tag);
    BlobDescriptor manifest = Digests.computeDigest(pushed.getManifest());
    if (!manifest.getDigest().equals(pushed.getDigest())) {
      throw new ImageException(
          "the registry keeps the manifest of " + tag + " in other bytes than it was pushed in");
    }
    return manifest;
  }

  private static RegistryClient client(ImageReference reference, FailoverHttpClient http)
      throws IOException, RegistryException, CredentialRetrievalException {
    RegistryClient.Factory factory =
        RegistryClient.factory(
            EventHandlers.NONE, reference.getRegistry(), reference.getRepository(), http);
    Optional<Credential> credential = credentials(reference).retrieve();
    credential.ifPresent(factory::setCredential);
    RegistryClient client = factory.newRegistryClient();
    if (!client.doPushBearerAuth() && credential.isPresent()) {
      client.configureBasicAuth();
    }
    return client;
  }

  /** What {@code docker login} has left. */
  private static CredentialRetriever credentials(ImageReference reference) {
    return CredentialRetrieverFactory.forImage(reference, event -> {}).dockerConfig();
  }

  private ImageReference reference(String name, String tag) {
    String text = place + "/" + name + ":" + tag;
    try {
      return ImageReference.parse(text);
    } catch (InvalidImageReferenceException e) {
      throw new ImageException("'" + text + "' is not the name of an image", e);
    }
  }

  private static String tagOf(String tag, TargetPlatform platform) {
    return tag + "-" + platform.architecture();
  }

  /** Where nobody can listen in, TLS is not asked for. */
  private static boolean isOnThisMachine(ImageReference reference) {
    return reference.getRegistry().matches("(localhost|127\\.0\\.0\\.1)(:\\d+)?");
  }
}
