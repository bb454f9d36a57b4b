package org.tlsproxy.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that the machine's postmap(1) makes, read by us while it works on them. */
@Tag("once")
class IndexedTablesIT {

    @TempDir
    private Path directory;
    private final RecordingLog log = new RecordingLog();
    private final List<Runnable> waiting = new ArrayList<>();

    private MapList open(String maps) {
        return MapList.open(maps, Lookups.context(log));
    }

    private void make(String table, String... options) {
        List<String> command = new ArrayList<>(List.of("postmap"));
        command.addAll(List.of(options));
        command.add(table);
        Postmap.Result made = Postmap.run("", command.toArray(new String[0]));
        assertThat(made.exit()).as(String.join("\n", made.complaints())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "btree", "cdb", "lmdb"})
    void shouldReadFilesOfKeysAndCertificates(String type) throws IOException {
        Postmap.needs(type);
        Path key = Files.writeString(directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n" + "A".repeat(3000) + "\n");
        Path chain = Files.writeString(directory.resolve("chain.pem"), "-----BEGIN CERTIFICATE-----\n" + "B".repeat(9000));
        Path text = Files.writeString(directory.resolve("sni"), "A.Example " + key + ", " + chain + "\n.sub.example " + chain + "\n");
        make(type + ":" + text, "-F");
        MapList maps = open(type + ":" + text);

        assertThat(Lookups.text(Lookups.sni(maps, "a.eXample"))).isEqualTo(Files.readString(key) + "\n" + Files.readString(chain));
        assertThat(Lookups.text(Lookups.sni(maps, "x.sub.example"))).isEqualTo(Files.readString(chain));
        assertThat(Lookups.text(Lookups.sni(maps, "sub.example"))).isEqualTo("not found");
        assertThat(log.records()).isEmpty();
    }

    /** Values of all lengths: on the page, just too long for it, many pages long. */
    @ParameterizedTest
    @ValueSource(strings = {"hash", "btree", "cdb", "lmdb"})
    void shouldFindTenThousandKeysAsPostmapDoes(String type) throws IOException {
        Postmap.needs(type);
        Random random = new Random(4711);
        StringBuilder text = new StringBuilder();
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            byte[] value = new byte[1 + (i % 100 == 0 ? random.nextInt(20_000) : random.nextInt(i % 10 == 0 ? 3_000 : 300))];
            random.nextBytes(value);
            String key = "h" + Integer.toString(i * 7919, 36) + (i % 3 == 0 ? ".long-" + "x".repeat(i % 60) : "") + ".example";
            text.append(key).append(' ').append(Base64.getEncoder().encodeToString(value)).append('\n');
            keys.append(key).append('\n');
        }
        Path source = Files.writeString(directory.resolve("big"), text);
        make(type + ":" + source);
        MapList maps = open(type + ":" + source);

        Postmap.Result told = Postmap.run(keys.toString(), "postmap", "-q", "-", type + ":" + source);
        assertThat(told.output().lines()).hasSize(10_000);
        for (String line : told.output().lines().toList()) {
            String key = line.substring(0, line.indexOf('\t'));
            SniResult result = Lookups.sni(maps, key);
            assertThat(result).as(key).isInstanceOf(SniResult.Found.class);
            assertThat(Base64.getEncoder().encodeToString(((SniResult.Found) result).pem())).as(key)
                .isEqualTo(line.substring(line.indexOf('\t') + 1));
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(Lookups.sni(maps, "no" + i + ".such")).isEqualTo(SniResult.NOT_FOUND);
        }
    }

    @ParameterizedTest
    @CsvSource({"hash,.db", "btree,.db", "cdb,.cdb", "lmdb,''"})
    void shouldComplainOfBadBase64AsPostmapDoes(String type, String suffix) throws IOException {
        Postmap.needs(type);
        List<String> values = List.of("QUJD", "QUI=", "QUI", "QUJD=", "QU JD", "QQ==QUJD", "QR==", "=", "====", "QUJD-_", "!".repeat(90));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            text.append("foo").append(i).append(' ').append(values.get(i)).append('\n');
        }
        Path source = Files.writeString(directory.resolve("bad"), text);
        make(type + ":" + source);
        MapList maps = open(type + ":" + source);
        for (int i = 0; i < values.size(); i++) {
            Postmap.Result told = Postmap.run("", "postmap", "-F", "-q", "foo" + i, type + ":" + source);
            String ours = Lookups.text(Lookups.sni(maps, "foo" + i));
            if (told.exit() == 0) {
                assertThat(ours + "\n").as(values.get(i)).isEqualTo(told.output());
            } else {
                assertThat("warning: " + ours.lines().findFirst().orElseThrow()).as(values.get(i)).isEqualTo(told.complaints().get(0))
                    .contains("table " + type + ":" + source + suffix + ": key foo" + i + ": ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "btree", "lmdb"})
    void shouldSeeWhatPostmapRewritesInPlace(String type) throws IOException {
        Postmap.needs(type);
        Path source = Files.writeString(directory.resolve("text"), "a.example QUJD\n");
        make(type + ":" + source);
        MapList maps = open(type + ":" + source);
        assertThat(Lookups.text(Lookups.sni(maps, "a.example"))).isEqualTo("ABC");

        StringBuilder more = new StringBuilder("b.example QUJE\n");
        for (int i = 0; i < 500; i++) {
            more.append("x").append(i).append(" QUJDRA==\n");
        }
        Files.writeString(source, more);
        make(type + ":" + source);

        assertThat(Lookups.text(Lookups.sni(maps, "a.example"))).isEqualTo("not found");
        assertThat(Lookups.text(Lookups.sni(maps, "b.example"))).isEqualTo("ABD");
        assertThat(Lookups.text(Lookups.sni(maps, "X499"))).isEqualTo("ABCD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "btree", "cdb", "lmdb"})
    void shouldFindNothingInAnEmptyTable(String type) throws IOException {
        Postmap.needs(type);
        Path source = Files.writeString(directory.resolve("empty"), "");
        make(type + ":" + source);

        assertThat(Lookups.text(Lookups.sni(open(type + ":" + source), "a.b"))).isEqualTo("not found");
    }

    /** What a look-up says that is tried again and again while another process holds the lock. */
    private String patienceOf(MapList maps) {
        int earlier = waiting.size();
        List<SniResult> results = new ArrayList<>();
        new SniLookup(maps).find("b.example", results::add);
        while (waiting.size() > earlier) {
            waiting.remove(earlier).run();
        }
        return Lookups.text(results.get(0));
    }

    /** @param holder a perl expression that takes the lock which postmap(1) takes for this type */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"hash;.db;flock(F,2)", "btree;.db;flock(F,2)",
        "lmdb;.lmdb;fcntl(F,6,$l=pack(q(ssx4qqix4),1,0,0,0,0))"})
    void shouldNotWaitForALockButTryAgain(String type, String suffix, String holder) throws Exception {
        Postmap.needs(type);
        Path source = Files.writeString(directory.resolve("text"), "a.example QUJD\n");
        make(type + ":" + source);
        MapList maps = MapList.open(type + ":" + source, new MapContext(log, (millis, work) -> waiting.add(work), name -> null));
        List<SniResult> results = new ArrayList<>();
        Process other = new ProcessBuilder("perl", "-e", "open(F,'+<',$ARGV[0]) or die; " + holder + " or die; $|=1; print 1; <STDIN>",
            source + suffix).start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('1');
            new SniLookup(maps).find("a.example", results::add);
            assertThat(results).isEmpty();
            waiting.remove(0).run();
            assertThat(results).isEmpty();
            assertThat(patienceOf(maps)).contains(source + suffix + " is locked by another process for more than 10 s");
        } finally {
            other.getOutputStream().close();
            assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        waiting.remove(0).run();

        assertThat(results).hasSize(1);
        assertThat(Lookups.text(results.get(0))).isEqualTo("ABC");
        assertThat(waiting).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"hash,.db", "btree,.db", "cdb,.cdb", "lmdb,.lmdb"})
    void shouldSayWhenAFileIsOlderThanItsSource(String type, String suffix) throws IOException {
        Postmap.needs(type);
        Path source = Files.writeString(directory.resolve("text"), "a.example QUJD\n");
        make(type + ":" + source);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(100)));
        open(type + ":" + source);

        assertThat(log.records()).containsExactly("warning: database " + source + suffix + " is older than source file " + source);
    }

    @ParameterizedTest
    @CsvSource({"hash,open database F.db: Invalid argument,.db", "btree,open database F.db: Invalid argument,.db",
        "lmdb,open database F.lmdb: MDB_INVALID: File is not an LMDB file,.lmdb",
        "cdb,dict_cdbq_open: unable to init F.cdb: Protocol error,.cdb"})
    void shouldRefuseAFileOfAnotherKind(String type, String reason, String suffix) throws IOException {
        Path file = directory.resolve("rubbish");
        Files.writeString(Path.of(file + suffix), "x".repeat(type.equals("cdb") ? 1000 : 9000));
        open(type + ":" + file);

        assertThat(log.records()).containsExactly("error: " + reason.replace("F", file.toString()).replace("MDB_INVALID: "
            + file + "ile", "MDB_INVALID: File"));
    }
}
