package org.tlsproxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tlsproxy.config.DefaultSettings;
import org.tlsproxy.loop.EventLoop;
import org.tlsproxy.loop.Watchdog;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.tlsmgr.TlsmgrClient;
import org.tlsproxy.tlsmgr.TlsmgrService;
import org.tlsproxy.trust.FileSource;
import org.tlsproxy.wire.ClientInit;
import org.tlsproxy.wire.ClientSettings;
import org.tlsproxy.wire.ClientStart;
import org.tlsproxy.wire.Dane;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.KeyFiles;
import org.tlsproxy.wire.LogSetting;
import org.tlsproxy.wire.Params;
import org.tlsproxy.wire.Trace;

/** Contexts are made for what requests bring, kept within a bound, and told of where C tells. */
class ClientSideTest {

    private static final int MOST = ClientSide.MOST_CONTEXTS;
    private static final int HYBRID = 0x11ec;
    private static final String MADE = "initializing the client-side TLS engine";
    private static final Generation GENERATION = Generation.of("3.7.11").orElseThrow();
    private static final ClientStart START = new ClientStart(LogSetting.ABSENT, 30, new ClientStart.Security(false, 1, "", "medium", ""),
        new ClientStart.Peer("a", "a", "a[192.0.2.1]:25", ""), new ClientStart.Resumption("id", "me"),
        new ClientStart.Match(List.of(), "sha256", new Dane.None()), ClientStart.Failure.ABSENT, Trace.ABSENT);

    private final RecordingLog log = new RecordingLog();
    private final FileSource nothing = path -> new FileSource.Unreadable(FileSource.EACCES, "Permission denied");
    private final ClientCommon common = common(false, new PostfixRelease(3, 7));
    private final ClientSide side = ClientSide.prepare(common, new Authorities.Files(nothing, nothing));

    ClientSideTest() throws ErrnoException {
        log.clear();
    }

    private ClientCommon common(boolean hybrid, PostfixRelease release) throws ErrnoException {
        EventLoop loop = new EventLoop(new Watchdog(10, where -> { }));
        return new ClientCommon(DefaultSettings.with(Map.of()), release, GENERATION, hybrid,
            new TlsmgrClient(loop, log, new TlsmgrService("/nonexistent", GENERATION)), Map.of(), profile -> true, log);
    }

    private Optional<ClientContext> ask(Params params, int depth, KeyFiles files) {
        ClientInit init = new ClientInit(new LogSetting("smtp_tls_loglevel", "verbose"), depth, "smtp", files, "sha256");
        return side.context(new ClientSettings(params, init, START));
    }

    private long made() {
        return log.lines().stream().filter(MADE::equals).count();
    }

    @Test
    void shouldKeepNoMoreContextsThanItsBound() {
        for (int depth = 1; depth <= 3 * MOST; depth++) {
            assertThat(ask(common.ownParams(), depth, KeyFiles.NONE)).isPresent();
        }
        assertThat(made()).isEqualTo(3 * MOST);
        for (int depth = 2 * MOST + 1; depth <= 3 * MOST; depth++) {
            ask(common.ownParams(), depth, KeyFiles.NONE);
        }
        assertThat(made()).isEqualTo(3 * MOST);
        ask(common.ownParams(), 1, KeyFiles.NONE);
        assertThat(made()).isEqualTo(3 * MOST + 1);
        assertThat(log.lines()).allMatch(MADE::equals);
    }

    @Test
    void shouldTellOnceOfEachSetOfParametersThatIsNotItsOwn() {
        Params high = other("tls_high_cipherlist");
        ask(high, 9, KeyFiles.NONE);
        assertThat(log.lines().get(0)).isEqualTo("warning: request from tlsproxy client with unexpected settings");
        assertThat(log.lines().get(1)).startsWith("warning: (server) 'tls_high_cipherlist=").endsWith("(client) 'tls_high_cipherlist=other'");
        assertThat(log.lines().get(2)).startsWith("warning: to avoid this warning, 1) identify the tlsproxy client");
        int told = log.lines().size();
        ask(high, 9, KeyFiles.NONE);
        assertThat(log.lines()).hasSize(told);
        ask(other("tls_null_cipherlist"), 9, KeyFiles.NONE);
        assertThat(log.lines()).hasSize(told + 3);
    }

    private Params other(String changed) {
        Map<String, String> own = new java.util.HashMap<>();
        for (String line : common.ownParams().text().split("\n")) {
            own.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        return Params.client(GENERATION, name -> name.equals(changed) ? "other" : own.get(name));
    }

    @Test
    void shouldAdviseOnceWhenBothListsDifferAndTryFilesEachTime() {
        KeyFiles files = new KeyFiles("", new KeyFiles.Pair("", ""), new KeyFiles.Pair("", ""), new KeyFiles.Pair("", ""),
            new KeyFiles.Authorities("/ca.pem", ""));
        assertThat(ask(other("tls_high_cipherlist"), 9, files)).isEmpty();
        assertThat(log.lines().stream().filter(line -> line.contains("unexpected settings"))).hasSize(2);
        assertThat(log.lines().stream().filter(line -> line.contains("to avoid this warning"))).hasSize(1);

        log.clear();
        assertThat(ask(common.ownParams(), 9, files)).isEmpty();
        assertThat(log.lines()).anyMatch(line -> line.contains("unexpected settings")).anyMatch(MADE::equals);
    }

    @Test
    void shouldOfferTheHybridGroupOnlyWhereThatIsSet() throws ErrnoException {
        assertThat(offer(false, new PostfixRelease(3, 7)).groups()).isNotEmpty().doesNotContain(HYBRID);
        assertThat(offer(true, new PostfixRelease(3, 7)).groups()).startsWith(HYBRID).hasSizeGreaterThan(1);
    }

    @Test
    void shouldOfferItsOwnRawKeysFromPostfix39On() throws ErrnoException {
        assertThat(offer(false, new PostfixRelease(3, 8)).ownRawKeys()).isFalse();
        assertThat(offer(false, new PostfixRelease(3, 9)).ownRawKeys()).isTrue();
    }

    private ClientContext.Offer offer(boolean hybrid, PostfixRelease release) throws ErrnoException {
        ClientInit init = new ClientInit(new LogSetting("smtp_tls_loglevel", "0"), 9, "smtp", KeyFiles.NONE, "sha256");
        return new ClientContext.Maker(common(hybrid, release), new Authorities.Files(nothing, nothing)).make(init).orElseThrow().offer();
    }
}
