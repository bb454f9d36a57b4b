package org.tlsproxy.trust;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tlsproxy.trust.Der.MalformedException;
import org.tlsproxy.trust.FileSource.Bytes;
import org.tlsproxy.trust.FileSource.Content;
import org.tlsproxy.trust.FileSource.Unreadable;
import org.tlsproxy.trust.PemItem.Broken;
import org.tlsproxy.trust.PemItem.PemObject;

/** Reads a CAfile: the certificates of the authorities that an administrator trusts. */
public final class CaFile {

    /** What OpenSSL says when it looks for names in a file that is a CAfile, and has no certificate without trust settings. */
    public static final Problem.Library NO_CERTIFICATE = new Problem.Library(0x0480006C, "no start line", "Expecting: CERTIFICATE");

    private static final Problem.Library NOTHING_FOUND = new Problem.Library(0x05800088, "no certificate or crl found");
    private static final Problem.Library NO_REASON = new Problem.Library(0x05880009, "PEM lib");

    private CaFile() { }

    /** The authorities, or why there are none. */
    public sealed interface Outcome { }

    /**
     * All certificates of a file.
     *
     * @param certificates DER, in file order
     * @param names        DER subject names in file order, each once: what a CertificateRequest lists; empty if there are only CRLs, or
     *                     only certificates with trust settings of OpenSSL's, which it does not read for this
     */
    public record Loaded(List<byte[]> certificates, List<byte[]> names) implements Outcome { }

    /** The file cannot be used. @param problem follows Postfix's line about Certification Authority data */
    public record Failed(Problem.Library problem) implements Outcome { }

    /** One damaged certificate spoils the file, as with C. */
    public static Outcome load(FileSource files, String path) {
        Content content = files.read(path);
        if (content instanceof Unreadable why && why.errno() != FileSource.EISDIR) {
            return new Failed(SystemErrors.open(path, why));
        }
        return content instanceof Bytes bytes ? read(bytes.bytes()) : new Failed(NOTHING_FOUND);
    }

    private static Outcome read(byte[] text) {
        List<byte[]> certificates = new ArrayList<>();
        Set<ByteBuffer> names = new LinkedHashSet<>();
        boolean revocations = false;
        PemReader reader = new PemReader(text);
        PemItem item = reader.next();
        while (item instanceof PemObject object) {
            boolean trusted = object.label().equals("TRUSTED CERTIFICATE");
            revocations |= object.label().equals("X509 CRL");
            if (trusted || object.isCertificate()) {
                try {
                    byte[] certificate = Der.of(object.der()).whole();
                    byte[] subject = CertificateParts.read(certificate).subject();
                    certificates.add(certificate);
                    if (!trusted) {
                        names.add(ByteBuffer.wrap(subject));
                    }
                } catch (MalformedException e) {
                    return new Failed(e.problem());
                }
            }
            item = reader.next();
        }
        if (item instanceof Broken broken) {
            return new Failed(broken.problem().orElse(NO_REASON));
        }
        return certificates.isEmpty() && !revocations ? new Failed(NOTHING_FOUND) : new Loaded(List.copyOf(certificates), arrays(names));
    }

    private static List<byte[]> arrays(Set<ByteBuffer> names) {
        List<byte[]> list = new ArrayList<>();
        for (ByteBuffer name : names) {
            list.add(name.array());
        }
        return List.copyOf(list);
    }
}
