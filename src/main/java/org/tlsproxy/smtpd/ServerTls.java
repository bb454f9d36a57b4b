package org.tlsproxy.smtpd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.engine.EngineFactory;
import org.tlsproxy.engine.KeyChains;
import org.tlsproxy.engine.PeerJudge;
import org.tlsproxy.engine.Question;
import org.tlsproxy.engine.ServerProfile;
import org.tlsproxy.engine.TlsConnection;
import org.tlsproxy.engine.TlsFacts;
import org.tlsproxy.log.EpochClock;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.policy.CipherSuites;
import org.tlsproxy.trust.CaFile;
import org.tlsproxy.trust.ChainLoader;
import org.tlsproxy.trust.DiskFiles;
import org.tlsproxy.trust.FileSource;
import org.tlsproxy.trust.PathVerifier;
import org.tlsproxy.trust.Problem;
import org.tlsproxy.trust.Purpose;
import org.tlsproxy.trust.TrustAnchors;

/** TLS as this service offers it: 1.3 and 1.2 with forward secrecy and AEAD, keys from files, made before the jail. */
final class ServerTls {

    private static final List<Integer> VERSIONS = List.of(0x0304, 0x0303);
    private static final List<Integer> SUITES = List.of(0xc02c, 0xc02b, 0xcca9, 0xc030, 0xc02f, 0xcca8);
    /** X25519MLKEM768, X25519, P-256, P-384. */
    private static final List<Integer> GROUPS = List.of(0x11ec, 29, 23, 24);
    private static final int SECURITY_LEVEL = 1;
    private static final int VERIFY_DEPTH = 9;
    private static final FileSource DISK = new DiskFiles(Path.of(""));
    private static final FileSource NO_FILES = path -> new FileSource.Unreadable(FileSource.ENOENT, "");

    private final EngineFactory engine;
    private final ServerProfile profile;
    private final Map<String, KeyChains> names;
    private final Optional<PathVerifier> verifier;

    private ServerTls(EngineFactory engine, ServerProfile profile, Map<String, KeyChains> names, Optional<PathVerifier> verifier) {
        this.engine = engine;
        this.profile = profile;
        this.names = names;
        this.verifier = verifier;
    }

    /** Reads all keys. @throws Fatal if one cannot be used */
    static ServerTls load(WorkerSettings settings, EngineFactory engine, SmtpLog log) {
        KeyChains chains = settings.chainFiles().isEmpty() ? KeyChains.NONE : chains(settings.chainFiles(), log);
        Map<String, KeyChains> names = settings.nameDirectory().isEmpty() ? Map.of() : names(Path.of(settings.nameDirectory()), log);
        List<byte[]> subjects = List.of();
        Optional<PathVerifier> verifier = Optional.empty();
        if (!settings.clientAuthorities().isEmpty()) {
            CaFile.Loaded loaded = authorities(settings.clientAuthorities());
            subjects = loaded.names();
            verifier = Optional.of(new PathVerifier(new TrustAnchors(loaded.certificates(), List.of())));
        }
        ServerProfile profile = new ServerProfile(chains, VERSIONS, SUITES, CipherSuites.TLS13, GROUPS,
            new ServerProfile.Options(false, SECURITY_LEVEL, true, 0, true),
            new ServerProfile.ClientCerts(verifier.isPresent(), subjects),
            new ServerProfile.Resumption(verifier.isEmpty(), false, false, TicketSecret.EPOCH_SECONDS));
        try {
            engine.prepare(profile);
        } catch (IllegalArgumentException e) {
            throw new Fatal(e.getMessage());
        }
        return new ServerTls(engine, profile, names, verifier);
    }

    private static CaFile.Loaded authorities(String file) {
        CaFile.Outcome outcome = CaFile.load(DISK, file);
        if (outcome instanceof CaFile.Loaded loaded) {
            return loaded;
        }
        throw new Fatal(SmtpMessages.badCertificate(file, outcome instanceof CaFile.Failed failed ? failed.problem().reason() : ""));
    }

    private static KeyChains chains(List<String> files, SmtpLog log) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String file : files) {
            FileSource.Content read = DISK.read(file);
            if (!(read instanceof FileSource.Bytes content)) {
                throw new Fatal(SmtpMessages.badCertificate(file, read instanceof FileSource.Unreadable no ? no.reason() : ""));
            }
            all.writeBytes(KeyFirst.of(content.bytes()));
            all.write('\n');
        }
        return chains(String.join(" ", files), all.toByteArray(), log);
    }

    private static KeyChains chains(String name, byte[] pem, SmtpLog log) {
        ChainLoader.Outcome outcome = new ChainLoader(NO_FILES).serverName(name, pem);
        for (Problem problem : outcome.problems()) {
            log.say(SmtpLevel.WARNING, text(problem));
        }
        if (outcome instanceof ChainLoader.Loaded loaded) {
            return loaded.chains();
        }
        List<Problem> problems = outcome.problems();
        throw new Fatal(SmtpMessages.badCertificate(name, problems.isEmpty() ? "" : text(problems.get(0))));
    }

    private static String text(Problem problem) {
        if (problem instanceof Problem.Warning warning) {
            return warning.text();
        }
        return problem instanceof Problem.Library library ? library.reason() : "";
    }

    /** A file is called like the server name that it is for. */
    private static Map<String, KeyChains> names(Path directory, SmtpLog log) {
        Map<String, KeyChains> names = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            for (Path file : files) {
                names.put(file.getFileName().toString().toLowerCase(Locale.ROOT), chains(List.of(file.toString()), log));
            }
        } catch (IOException e) {
            String why = Files.isDirectory(directory) ? "cannot be read" : "no such directory";
            throw new Fatal(SmtpMessages.badCertificate(directory.toString(), why));
        }
        return names;
    }

    /** A new connection. */
    TlsConnection accept(TlsConnection.Output output) {
        return engine.accept(profile, verifier.isPresent() ? this::judge : PeerJudge.INDIFFERENT, output);
    }

    private int judge(TlsFacts.PeerCredential shown) {
        PathVerifier.Rules rules = new PathVerifier.Rules(Purpose.CLIENT, VERIFY_DEPTH, SECURITY_LEVEL,
            EpochClock.SYSTEM.seconds(), Optional.empty(), false);
        return verifier.orElseThrow().verify(shown.chain(), rules).error();
    }

    /** What the handshake wants to know. */
    Question.Answer answer(Question question) {
        if (question instanceof Question.ServerName name) {
            KeyChains chains = names.get(name.name().toLowerCase(Locale.ROOT));
            return chains == null ? new Question.NotFound() : new Question.Chains(Optional.of(chains));
        }
        return new Question.NotFound();
    }

    /** What is wrong with a client that had to show a certificate, as a number of OpenSSL; 0: nothing, −1: it showed none. */
    int clientTrouble(TlsFacts facts) {
        if (verifier.isEmpty()) {
            return 0;
        }
        return facts.peer().chain().isEmpty() ? -1 : facts.peer().verifyError();
    }
}
