package org.tlsproxy.worker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.tlsproxy.config.Settings;
import org.tlsproxy.engine.KeyChains;
import org.tlsproxy.engine.ServerProfile;
import org.tlsproxy.log.Logger;
import org.tlsproxy.policy.PostfixRelease;
import org.tlsproxy.policy.ServerRole;
import org.tlsproxy.trust.ChainLoader;
import org.tlsproxy.trust.DhParameterFile;
import org.tlsproxy.trust.DiskFiles;
import org.tlsproxy.trust.FileSource;
import org.tlsproxy.wire.KeyFiles;

/** Keys and certificates to show, from the files that a configuration names or from what a table has for a server name. */
final class Certificates {

    /** What a table gave is all there is. */
    private static final FileSource NO_FILES = path -> new FileSource.Unreadable(FileSource.ENOENT, "");

    private Certificates() { }

    /** Parameters hold one character a byte; file names are UTF-8. @param directory where relative names start, likewise */
    static FileSource files(String directory) {
        FileSource disk = new DiskFiles(Path.of(utf8(directory)));
        return path -> disk.read(utf8(path));
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Loads what the role is to present. @return empty if that cannot be; why has been logged */
    static Optional<KeyChains> load(Settings settings, ServerRole.Enabled role, FileSource source, Logger log) {
        ServerRole.Files files = role.certificates();
        ChainLoader loader = new ChainLoader(source);
        if (!files.chainFiles().isEmpty()) {
            return settle(loader.chainFiles(files.chainFiles()), log);
        }
        return settle(loader.legacy(new ChainLoader.Pair(files.cert(), settings.text("tlsproxy_tls_key_file")),
            new ChainLoader.Pair(files.dcert(), settings.text("tlsproxy_tls_dkey_file")),
            new ChainLoader.Pair(files.eccert(), settings.text("tlsproxy_tls_eckey_file"))), log);
    }

    /** The same for the client role. Certificates are not asked for: without any there is nothing to show */
    static Optional<KeyChains> load(KeyFiles keys, FileSource source, Logger log) {
        ChainLoader loader = new ChainLoader(source);
        return settle(keys.chainFiles().isEmpty() ? loader.legacy(pair(keys.rsa()), pair(keys.dsa()), pair(keys.ecdsa()))
            : loader.optionalChainFiles(parameter(keys.chainFiles())), log);
    }

    private static ChainLoader.Pair pair(KeyFiles.Pair pair) {
        return new ChainLoader.Pair(parameter(pair.certificate()), parameter(pair.key()));
    }

    /** Text of a request in the form of a parameter. */
    static String parameter(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /**
     * Diffie-Hellman parameters as configured, for the options of a profile. A file that is no good is as none, but for one with a group
     * that is too small: then there is no such key exchange.
     */
    static ServerProfile.Dhe diffieHellman(Settings settings, PostfixRelease release, FileSource source, Logger log) {
        String file = settings.text("tlsproxy_tls_dh1024_param_file");
        if (file.isEmpty() || file.equals("auto") && release.atLeast(3, 6)) {
            return new ServerProfile.Dhe(Optional.empty(), true);
        }
        DhParameterFile.Outcome outcome = DhParameterFile.read(source, file);
        Problems.warn(outcome.problems(), log);
        return new ServerProfile.Dhe(outcome.parameters(), outcome.usable());
    }

    /** Chains from a table. @param name that was asked for */
    static Optional<KeyChains> ofServerName(String name, byte[] pem, Logger log) {
        return settle(new ChainLoader(NO_FILES).serverName(name, pem), log);
    }

    private static Optional<KeyChains> settle(ChainLoader.Outcome outcome, Logger log) {
        Problems.warn(outcome.problems(), log);
        return outcome instanceof ChainLoader.Loaded loaded ? Optional.of(loaded.chains()) : Optional.empty();
    }
}
