package org.tlsproxy.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.libcrypto.Libcrypto;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.log.TlsMessages;
import org.tlsproxy.trust.CaFile;
import org.tlsproxy.trust.DirectorySource;
import org.tlsproxy.trust.FileSource;
import org.tlsproxy.trust.Problem;
import org.tlsproxy.trust.TrustAnchors;

/**
 * Whom a role trusts to vouch for its peers.
 *
 * @param anchors all authorities: those of CAfile at once, those of CApath when they are first asked for, in the jail
 * @param names   DER subjects of those in CAfile, which a server tells its clients
 */
record Authorities(TrustAnchors anchors, List<byte[]> names) {

    /**
     * What the configuration says.
     *
     * @param file            CAfile, may be empty
     * @param path            CApath, likewise: directories with a colon between them, as OpenSSL reads it
     * @param appendDefaults  tls_append_default_CA; means nothing if file and path are empty
     */
    record Wanted(String file, String path, boolean appendDefaults) { }

    /** @param now files as they are found before the jail, @param jailed as they are found in it */
    record Files(FileSource now, FileSource jailed) { }

    /** @return empty if the role cannot be offered; why has been logged */
    static Optional<Authorities> load(Wanted wanted, Files files, Logger log) {
        List<byte[]> certificates = new ArrayList<>();
        List<DirectorySource> directories = new ArrayList<>();
        List<byte[]> names = List.of();
        if (!wanted.file.isEmpty()) {
            CaFile.Outcome outcome = CaFile.load(files.now, wanted.file);
            if (outcome instanceof CaFile.Failed failed) {
                complain(wanted, failed.problem(), log);
                return Optional.empty();
            }
            CaFile.Loaded loaded = (CaFile.Loaded) outcome;
            certificates.addAll(loaded.certificates());
            names = loaded.names();
        }
        addDirectories(wanted.path, files, directories);
        if (wanted.appendDefaults && !(wanted.file.isEmpty() && wanted.path.isEmpty())) {
            addDefaults(files, certificates, directories);
        }
        return Optional.of(new Authorities(new TrustAnchors(certificates, directories), names));
    }

    private static void complain(Wanted wanted, Problem.Library problem, Logger log) {
        log.info(StartupMessages.authoritiesNotLoaded(wanted.file, wanted.path));
        log.warn(TlsMessages.libraryProblem(problem.code(), problem.reason(), problem.data()));
    }

    private static void addDirectories(String path, Files files, List<DirectorySource> directories) {
        for (String directory : path.split(":")) {
            if (!directory.isEmpty()) {
                directories.add(TrustAnchors.directory(files.jailed, directory));
            }
        }
    }

    /** What the machine does not have is not missed. */
    private static void addDefaults(Files files, List<byte[]> certificates, List<DirectorySource> directories) {
        Optional<Libcrypto.Authorities> defaults = Libcrypto.find().library().map(Libcrypto::authorities);
        if (defaults.isPresent()) {
            if (CaFile.load(files.now, defaults.get().file()) instanceof CaFile.Loaded loaded) {
                certificates.addAll(loaded.certificates());
            }
            addDirectories(defaults.get().directory(), files, directories);
        }
    }
}
