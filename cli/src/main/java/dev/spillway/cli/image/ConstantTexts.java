package dev.spillway.cli.image;

import static java.lang.classfile.constantpool.PoolEntry.TAG_CLASS;
import static java.lang.classfile.constantpool.PoolEntry.TAG_DOUBLE;
import static java.lang.classfile.constantpool.PoolEntry.TAG_DYNAMIC;
import static java.lang.classfile.constantpool.PoolEntry.TAG_FIELDREF;
import static java.lang.classfile.constantpool.PoolEntry.TAG_FLOAT;
import static java.lang.classfile.constantpool.PoolEntry.TAG_INTEGER;
import static java.lang.classfile.constantpool.PoolEntry.TAG_INTERFACE_METHODREF;
import static java.lang.classfile.constantpool.PoolEntry.TAG_INVOKE_DYNAMIC;
import static java.lang.classfile.constantpool.PoolEntry.TAG_LONG;
import static java.lang.classfile.constantpool.PoolEntry.TAG_METHODREF;
import static java.lang.classfile.constantpool.PoolEntry.TAG_METHOD_HANDLE;
import static java.lang.classfile.constantpool.PoolEntry.TAG_METHOD_TYPE;
import static java.lang.classfile.constantpool.PoolEntry.TAG_MODULE;
import static java.lang.classfile.constantpool.PoolEntry.TAG_NAME_AND_TYPE;
import static java.lang.classfile.constantpool.PoolEntry.TAG_PACKAGE;
import static java.lang.classfile.constantpool.PoolEntry.TAG_STRING;
import static java.lang.classfile.constantpool.PoolEntry.TAG_UTF8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * The texts in the constant pool of a class file (JVMS 4.4). The rest of the file names them by
 * their place in the pool, so a text can be changed where it stands and nothing else with it.
 */
final class ConstantTexts {

  private static final int MAGIC_AND_VERSION = 8;

  private ConstantTexts() {}

  /** The class file with {@code change} applied to each text, in the order of the pool. */
  static byte[] changed(byte[] classFile, UnaryOperator<String> change) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length);
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(in.readNBytes(MAGIC_AND_VERSION));
    int size = in.readUnsignedShort();
    out.writeShort(size);
    int index = 1;
    while (index < size) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      if (tag == TAG_UTF8) {
        out.writeUTF(change.apply(in.readUTF()));
      } else {
        out.write(in.readNBytes(length(tag)));
      }
      index += tag == TAG_LONG || tag == TAG_DOUBLE ? 2 : 1;
    }
    in.transferTo(out);
    return bytes.toByteArray();
  }

  /** Of an entry that is no text, in bytes, without its tag. */
  private static int length(int tag) {
    return switch (tag) {
      case TAG_CLASS, TAG_STRING, TAG_METHOD_TYPE, TAG_MODULE, TAG_PACKAGE -> 2;
      case TAG_METHOD_HANDLE -> 3;
      case TAG_INTEGER,
          TAG_FLOAT,
          TAG_FIELDREF,
          TAG_METHODREF,
          TAG_INTERFACE_METHODREF,
          TAG_NAME_AND_TYPE,
          TAG_DYNAMIC,
          TAG_INVOKE_DYNAMIC ->
          4;
      case TAG_LONG, TAG_DOUBLE -> 8;
      default -> throw new IllegalArgumentException("no class file has a constant " + tag);
    };
  }
}
