package dev.spillway.cli.image;

import static java.lang.constant.ConstantDescs.CD_Object;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * A jar as Quarkus generates it, in small: steps that put something under a key, and others, some
 * of them before them by name, that look it up.
 */
class RecordedKeysProperties {
  private static final int STEPS = 12;
  private static final int STEP_OF_WIDE_CONSTANTS = 3;
  private static final ClassDesc MAP = ClassDesc.of("java.util.Map");
  private static final MethodTypeDesc OF_MAP = MethodTypeDesc.of(CD_Object, MAP);
  private static final List<String> NO_KEYS =
      List.of("proxykey", "proxykey1x", "a proxykey1", "Proxykey1", "proxykey-1", "clé ≠ 鍵 \0 𝄞");

  @Property(tries = 50)
  void whatever_the_numbers_were_the_jar_is_the_same(
      @ForAll("numbers") List<Integer> some, @ForAll("numbers") List<Integer> others)
      throws IOException {
    assertThat(numbered(some)).isEqualTo(numbered(others));
  }

  @Property(tries = 20)
  void who_looks_a_key_up_finds_what_was_put_there(@ForAll("numbers") List<Integer> numbers)
      throws Exception {
    Path jar = jar(numbers);
    RecordedKeys.number(jar);

    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      Map<String, Object> context = new HashMap<>();
      for (int step = 0; step < STEPS; step++) {
        run(loader, putter(step), context);
      }
      assertThat(context).hasSize(STEPS);
      for (int step = 0; step < STEPS; step++) {
        assertThat(run(loader, finder(step), context)).isEqualTo("made by step " + step);
      }
    } finally {
      Files.delete(jar);
    }
  }

  @Property(tries = 20)
  void what_is_no_key_stays_as_it_is(@ForAll("numbers") List<Integer> numbers) throws Exception {
    Path jar = jar(numbers);
    RecordedKeys.number(jar);

    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        InputStream resource = loader.getResourceAsStream("META-INF/page.html")) {
      Map<String, Object> context = new HashMap<>();
      run(loader, "NoKeys", context);
      assertThat(context.keySet()).containsExactlyInAnyOrderElementsOf(NO_KEYS);
      assertThat(resource).asString(StandardCharsets.UTF_8).isEqualTo("proxykey1");
    } finally {
      Files.delete(jar);
    }
  }

  @Property(tries = 10)
  void what_is_numbered_already_stays_as_it_is(@ForAll("numbers") List<Integer> numbers)
      throws IOException {
    Path jar = jar(numbers);
    RecordedKeys.number(jar);
    byte[] once = Files.readAllBytes(jar);
    RecordedKeys.number(jar);

    assertThat(jar).hasBinaryContent(once);
    Files.delete(jar);
  }

  @Property(tries = 10)
  void a_jar_is_the_same_in_all_time_zones_and_keeps_the_order_of_its_entries(
      @ForAll("numbers") List<Integer> numbers) throws IOException {
    byte[] here = numbered(numbers);
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    try {
      assertThat(numbered(numbers)).isEqualTo(here);
    } finally {
      TimeZone.setDefault(zone);
    }
    Path jar = jar(numbers);
    List<String> order = entries(jar);
    RecordedKeys.number(jar);

    assertThat(entries(jar)).isEqualTo(order);
    Files.delete(jar);
  }

  /** One for each step, all different, as a counter that many threads share gives them. */
  @Provide
  Arbitrary<List<Integer>> numbers() {
    return Arbitraries.integers().between(1, 2_000).list().uniqueElements().ofSize(STEPS);
  }

  private static byte[] numbered(List<Integer> numbers) throws IOException {
    Path jar = jar(numbers);
    RecordedKeys.number(jar);
    byte[] bytes = Files.readAllBytes(jar);
    Files.delete(jar);
    return bytes;
  }

  private static Path jar(List<Integer> numbers) throws IOException {
    Map<String, byte[]> contents = new HashMap<>();
    IntStream.range(0, STEPS)
        .forEach(
            step -> {
              contents.put(putter(step), putting("proxykey" + numbers.get(step), step));
              contents.put(finder(step), finding("proxykey" + numbers.get(step), step));
            });
    contents.put("NoKeys", classFile("NoKeys", RecordedKeysProperties::putNoKeys));
    Path jar = Files.createTempFile("generated-bytecode", ".jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      add(out, "META-INF/", new byte[0]);
      add(out, "META-INF/page.html", "proxykey1".getBytes(StandardCharsets.UTF_8));
      for (String name : contents.keySet()) {
        add(out, name + ".class", contents.get(name));
      }
    }
    return jar;
  }

  private static void add(ZipOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }

  private static List<String> entries(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  /** Those that come first by name are not those that put. */
  private static String putter(int step) {
    return (step % 2 == 0 ? "A" : "Z") + step;
  }

  private static String finder(int step) {
    return "M" + (STEPS - step);
  }

  private static byte[] putting(String key, int step) {
    return classFile(
        putter(step),
        code -> {
          put(code, key, "made by step " + step);
          code.aconst_null().areturn();
        });
  }

  private static byte[] finding(String key, int step) {
    return classFile(
        finder(step),
        code -> {
          if (step == STEP_OF_WIDE_CONSTANTS) {
            // Long and double take two places of the pool each.
            code.loadConstant(1L << 40).pop2().loadConstant(Math.PI).pop2();
          }
          code.aload(0)
              .loadConstant(key)
              .invokeinterface(MAP, "get", MethodTypeDesc.of(CD_Object, CD_Object))
              .areturn();
        });
  }

  private static void putNoKeys(CodeBuilder code) {
    NO_KEYS.forEach(text -> put(code, text, "no key"));
    code.aconst_null().areturn();
  }

  private static void put(CodeBuilder code, String key, String value) {
    code.aload(0)
        .loadConstant(key)
        .loadConstant(value)
        .invokeinterface(MAP, "put", MethodTypeDesc.of(CD_Object, CD_Object, CD_Object))
        .pop();
  }

  private static byte[] classFile(String name, Consumer<CodeBuilder> body) {
    return ClassFile.of()
        .build(
            ClassDesc.of(name),
            type ->
                type.withMethodBody(
                    "run", OF_MAP, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, body::accept));
  }

  private static Object run(ClassLoader loader, String type, Map<String, Object> context)
      throws ReflectiveOperationException {
    return loader.loadClass(type).getMethod("run", Map.class).invoke(null, context);
  }
}
