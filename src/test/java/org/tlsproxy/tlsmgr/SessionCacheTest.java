package org.tlsproxy.tlsmgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tlsproxy.tlsmgr.TestLoop.turnUntil;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.wire.Generation;

class SessionCacheTest {

    private static final String KEY = SessionCache.serverKey("0A0B", "smtpd");
    private static final byte[] SESSION = "state of a session".getBytes(StandardCharsets.UTF_8);

    private final EventLoop loop = TestLoop.create();
    private final Map<String, String> database = new ConcurrentHashMap<>();
    @TempDir
    private Path directory;
    private FakeTlsmgr tlsmgr;
    private SessionCache cache;

    @BeforeEach
    void startTlsmgr() {
        Path path = directory.resolve("tlsmgr");
        tlsmgr = FakeTlsmgr.answering(path, this::serve);
        cache = new SessionCache(new TlsmgrClient(loop, new LogBook(),
            new TlsmgrService(path.toString(), Generation.of("3.7.11").orElseThrow())), "smtpd");
    }

    @AfterEach
    void endTlsmgr() {
        tlsmgr.close();
    }

    private void serve(String request, FakeTlsmgr.Peer peer) throws IOException {
        String[] words = request.split("\\|");
        String id = words[5];
        switch (words[1]) {
            case "update" -> {
                database.put(id, words[7]);
                peer.say("status|0||");
            }
            case "delete" -> peer.say(database.remove(id) == null ? "status|4294967295||" : "status|0||");
            default -> peer.say(database.containsKey(id) ? "status|0|session|" + database.get(id) + "||"
                : "status|4294967295|session|||");
        }
    }

    private Optional<byte[]> found(String key) {
        List<Optional<byte[]>> found = new ArrayList<>();
        cache.lookup(key, found::add);
        turnUntil(loop, () -> !found.isEmpty());
        return found.get(0);
    }

    @Test
    void shouldFindWhatWasStored() {
        assertThat(found(KEY)).isEmpty();
        cache.update(KEY, SESSION.clone());
        assertThat(found(KEY)).hasValueSatisfying(session -> assertThat(session).isEqualTo(SESSION));
        cache.delete(KEY);
        assertThat(found(KEY)).isEmpty();
    }

    @Test
    void shouldUseKeysThatOpensslsProgramsNeverAskFor() {
        assertThat(KEY).isEqualTo("0A0B&s=smtpd&l=tlsproxy-java-1");
        assertThat(SessionCache.clientKey("relay&[192.0.2.1]:25&", new byte[] {0, (byte) 0xFF})).isEqualTo("relay&[192.0.2.1]:25&&00FF");
        assertThat(SessionCache.clientSalt()).asString().isEqualTo("tlsproxy-java-1\0");
    }

    @Test
    void shouldKeepKeysShorterThanLmdbAllows() {
        String name = "x".repeat(2000);
        assertThat(SessionCache.clientKey(name, new byte[32])).hasSizeLessThan(200)
            .isNotEqualTo(SessionCache.clientKey(name + "y", new byte[32]));
        assertThat(SessionCache.serverKey("00".repeat(32), name)).hasSizeLessThan(200);
    }

    @Test
    void shouldTakeADamagedOrForeignEntryForNone() {
        byte[] blob = SessionBlob.encode(KEY, SESSION);
        for (int i = 0; i < blob.length; i++) {
            byte[] damaged = blob.clone();
            damaged[i] ^= 0x10;
            assertThat(SessionBlob.decode(KEY, damaged)).as("byte %d changed", i).isEmpty();
            assertThat(SessionBlob.decode(KEY, Arrays.copyOf(blob, i))).as("cut to %d bytes", i).isEmpty();
        }
        assertThat(SessionBlob.decode(KEY, Arrays.copyOf(blob, blob.length + 1))).isEmpty();
        assertThat(SessionBlob.decode("another", blob)).isEmpty();
        assertThat(SessionBlob.decode(KEY, blob)).isPresent();

        database.put(KEY, Base64.getEncoder().encodeToString("0\u0082 OpenSSL's".getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(found(KEY)).isEmpty();
    }

    @Test
    void shouldNotStoreWhatIsTooLarge() {
        cache.update(KEY, new byte[32 * 1024 + 1]);
        cache.update("other", new byte[32 * 1024]);
        assertThat(found("other")).hasValueSatisfying(session -> assertThat(session).hasSize(32 * 1024));
        assertThat(database).containsOnlyKeys("other");
    }
}
