package dev.spillway.edge.caller;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Has signatures of tokens verified by native code (Amazon Corretto Crypto Provider). A giveaway's
 * crowd is new to a pod, and the pod may be new itself: in a JVM that has not compiled it yet
 * Java's own ES256 takes milliseconds, which was all that a pod could do for some 300 claimants a
 * second.
 *
 * <p>Only signatures: Java's digests are faster on what is as short as ours. Where there is no
 * native library for the platform, Java's own are used.
 */
@ApplicationScoped
public class NativeSignatures {
  private static final Logger LOG = Logger.getLogger(NativeSignatures.class);
  private static final String NAME = "SpillwaySignatures";
  private static final String SIGNATURE = "Signature";

  /** The JWS algorithms that we take (RFC 7518 §3.1), as Java calls them. */
  static final List<String> ALGORITHMS =
      List.of(
          "SHA256withECDSA",
          "SHA384withECDSA",
          "SHA512withECDSA",
          "SHA256withRSA",
          "SHA384withRSA",
          "SHA512withRSA");

  /** Loading the library takes half a second of a cold start, and until then Java's own do. */
  void installLater(@Observes StartupEvent started) {
    Thread.ofPlatform().name("native-signatures").daemon().start(NativeSignatures::install);
  }

  static void install() {
    Throwable absent = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
    if (absent != null) {
      LOG.infof("native_signatures.absent cause=%s", absent.getMessage());
    } else if (Security.getProvider(NAME) == null) {
      Security.insertProviderAt(new Only(AmazonCorrettoCryptoProvider.INSTANCE), 1);
    }
  }

  /** Another provider's signatures, and nothing else of it. */
  private static final class Only extends Provider {
    private static final long serialVersionUID = 1L;

    Only(Provider whole) {
      super(NAME, whole.getVersionStr(), "signatures of " + whole.getName());
      for (String algorithm : ALGORITHMS) {
        Service service = whole.getService(SIGNATURE, algorithm);
        if (service != null) {
          putService(new PassedOn(this, service));
        }
      }
    }
  }

  private static final class PassedOn extends Provider.Service {
    private final Provider.Service service;

    PassedOn(Provider by, Provider.Service service) {
      super(by, service.getType(), service.getAlgorithm(), service.getClassName(), null, null);
      this.service = service;
    }

    @Override
    public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
      return service.newInstance(parameter);
    }

    @Override
    public boolean supportsParameter(Object parameter) {
      return service.supportsParameter(parameter);
    }
  }
}
