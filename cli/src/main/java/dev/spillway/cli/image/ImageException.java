package dev.spillway.cli.image;

/** An image that could not be built or brought where it should be; the message says why. */
public final class ImageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public ImageException(String message, Throwable cause) {
    super(message, cause);
  }

  public ImageException(String message) {
    super(message);
  }
}
