package org.tlsproxy.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our readers of indexed files: they find what postmap(1) has stored, and no damage makes them throw, circle or ask for much memory. */
class IndexFormatsTest {

    private static final int KEYS = 60;
    private static final int MUTATIONS = 6_000;

    private record Format(String file, boolean nul, Function<TableBytes, IndexFormat> reader) {

        IndexFormat over(byte[] bytes) {
            return reader.apply(new ArrayBytes(bytes));
        }

        byte[] key(String name) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            return nul ? Arrays.copyOf(bytes, bytes.length + 1) : bytes;
        }
    }

    static Stream<Format> formats() {
        return Stream.of(new Format("sample-hash.db", true, BerkeleyHash::new), new Format("sample-btree.db", true, BerkeleyTree::new),
            new Format("sample.lmdb", true, LmdbFile::new), new Format("sample.cdb", false, CdbFile::new));
    }

    private static String name(int i) {
        return String.format("host%02d.example", i);
    }

    private static byte[] value(int i, boolean nul) {
        byte[] text = String.format("%02d-", i).repeat(i * i + 1).getBytes(StandardCharsets.US_ASCII);
        byte[] stored = Base64.getEncoder().encode(text);
        return nul ? Arrays.copyOf(stored, stored.length + 1) : stored;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldFindEveryKeyWhateverItsValueIsLong(Format format) throws DamagedTable {
        IndexFormat index = format.over(ArrayBytes.sample(format.file()));

        index.check();
        for (int i = 0; i < KEYS; i++) {
            assertThat(index.find(format.key(name(i)))).as(name(i)).hasValue(value(i, format.nul()));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldNotFindWhatIsNotThere(Format format) throws DamagedTable {
        IndexFormat index = format.over(ArrayBytes.sample(format.file()));

        for (String name : List.of("", "a", "host", "host00.exampl", "host00.example.", "host60.example", "zzz", "x".repeat(5000))) {
            assertThat(index.find(format.key(name))).as(name).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void shouldRefuseFilesOfAnotherKind(Format format) {
        assertThatThrownBy(() -> format.over(new byte[0]).check()).isInstanceOf(DamagedTable.class);
        formats().filter(other -> !other.file().equals(format.file()) && !format.file().endsWith("cdb")).forEach(other ->
            assertThatThrownBy(() -> format.over(ArrayBytes.sample(other.file())).check()).isInstanceOf(DamagedTable.class));
    }

    /** 24,000 files in all: bits turned, pieces overwritten, ends cut off, most of it where the structure is. */
    @ParameterizedTest
    @MethodSource("formats")
    void shouldSurviveAnyDamage(Format format) {
        byte[] whole = ArrayBytes.sample(format.file());
        Random random = new Random(20_161_101);
        int damaged = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutate(whole, random);
            ArrayBytes file = new ArrayBytes(bytes);
            String name = name(random.nextInt(KEYS));
            try {
                format.reader().apply(file).find(format.key(name)).ifPresent(value ->
                    assertThat(value.length).isLessThanOrEqualTo(bytes.length));
            } catch (DamagedTable e) {
                damaged++;
            }
            assertThat(file.delivered()).as("bytes read for one key").isLessThan(4L * whole.length + 100_000);
        }
        assertThat(damaged).as("some damage must have been met").isGreaterThan(MUTATIONS / 50);
    }

    private static byte[] mutate(byte[] whole, Random random) {
        int kind = random.nextInt(10);
        byte[] bytes = kind == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int n = random.nextInt(20); n >= 0 && bytes.length > 0; n--) {
            int page = random.nextInt((bytes.length + 4095) / 4096) * 4096;
            int at = Math.min(bytes.length - 1, page + random.nextInt(kind < 6 ? 64 : 4096));
            bytes[at] = (byte) switch (kind % 3) {
                case 0 -> bytes[at] ^ 1 << random.nextInt(8);
                case 1 -> random.nextInt();
                default -> random.nextBoolean() ? 0xff : 0;
            };
        }
        return bytes;
    }
}
