package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tlsproxy.trust.Der.MalformedException;
import org.tlsproxy.trust.PemItem.PemObject;

/**
 * The certificates of authorities that are trusted: those of a CAfile, and those that a CApath has for a name, which are read when they
 * are first asked for and then kept. Not for several threads.
 */
public final class TrustAnchors {

    /** Nobody is trusted. */
    public static final TrustAnchors NONE = new TrustAnchors(List.of(), Optional.empty());

    private final Map<CanonicalName, List<byte[]>> unread = new HashMap<>();
    private final Map<CanonicalName, List<ParsedCertificate>> bySubject = new HashMap<>();
    private final List<DirectorySource> directories;

    /** With at most one directory. */
    public TrustAnchors(List<byte[]> certificates, Optional<DirectorySource> directory) {
        this(certificates, directory.stream().toList());
    }

    /** @param certificates DER, those of a CAfile; what is none is left out, @param directories asked in this order */
    public TrustAnchors(List<byte[]> certificates, List<DirectorySource> directories) {
        this.directories = List.copyOf(directories);
        for (byte[] der : certificates) {
            file(der);
        }
    }

    /** Of a hundred authorities, most are never asked for. */
    private void file(byte[] der) {
        try {
            unread.computeIfAbsent(CanonicalName.of(CertificateParts.read(der).subject()), name -> new ArrayList<>(1)).add(der);
        } catch (MalformedException e) {
            // whoever loaded it has complained; it vouches for nobody
            return;
        }
    }

    /** The same for a directory behind a FileSource, with the same meaning of relative names. */
    public static DirectorySource directory(FileSource files, String path) {
        return name -> files.read(path + "/" + name);
    }

    private void add(byte[] der) {
        Optional<ParsedCertificate> parsed = ParsedCertificate.of(der);
        if (parsed.isPresent()) {
            List<ParsedCertificate> same = bySubject.computeIfAbsent(parsed.get().subject(), name -> new ArrayList<>(1));
            if (!same.contains(parsed.get())) {
                same.add(parsed.get());
            }
        }
    }

    /** A directory is asked only for names that neither the file nor the directories before it have, as with OpenSSL. */
    List<ParsedCertificate> named(CanonicalName subject) {
        List<byte[]> filed = unread.remove(subject);
        if (filed != null) {
            filed.forEach(this::add);
        }
        List<ParsedCertificate> found = bySubject.get(subject);
        for (int i = 0; found == null && i < directories.size(); i++) {
            load(directories.get(i), subject.hash());
            found = bySubject.get(subject);
        }
        return found == null ? List.of() : found;
    }

    /** All files of the hash; other names may have it, too. */
    private void load(DirectorySource source, String hash) {
        for (int number = 0; source.read(hash + "." + number) instanceof FileSource.Bytes bytes; number++) {
            PemReader reader = new PemReader(bytes.bytes());
            for (PemItem item = reader.next(); item instanceof PemObject object; item = reader.next()) {
                if (object.isCertificate()) {
                    add(object.der());
                }
            }
        }
    }
}
