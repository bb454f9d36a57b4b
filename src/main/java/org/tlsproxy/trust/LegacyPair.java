package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.tlsproxy.trust.Der.MalformedException;
import org.tlsproxy.trust.FileSource.Bytes;
import org.tlsproxy.trust.FileSource.Unreadable;
import org.tlsproxy.trust.PemItem.Broken;
import org.tlsproxy.trust.PemItem.PemObject;

/** Loads a certificate and its key from two files. */
final class LegacyPair {

    private static final Problem.Library BAD_PASSWORD = new Problem.Library(0x04800068, "bad password read");
    private static final Problem.Library NO_KEY =
        new Problem.Library(0x1E08010C, "unsupported", "No supported data to decode. Input type: PEM");
    private static final Problem.Library NO_CERTIFICATE =
        new Problem.Library(0x0480006C, "no start line", "Expecting: TRUSTED CERTIFICATE");
    private static final Problem.Library VALUES_MISMATCH = new Problem.Library(0x05800074, "key values mismatch");

    private final FileSource files;
    private final ChainTable table;
    private final Consumer<Problem> problems;

    LegacyPair(FileSource files, ChainTable table, Consumer<Problem> problems) {
        this.files = files;
        this.table = table;
        this.problems = problems;
    }

    /** Why a file gives nothing. */
    private static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;
        private final transient List<Problem.Library> reasons;

        UnusableException(List<Problem.Library> reasons) {
            super("unusable", null, false, false);
            this.reasons = reasons;
        }

        UnusableException(Problem.Library reason) {
            this(List.of(reason));
        }
    }

    /** @param type RSA, DSA or ECDSA; only a word. @return whether all is well */
    boolean load(String type, ChainLoader.Pair pair) {
        List<byte[]> certificates;
        PublicNumbers certified;
        try {
            certificates = certificates(pair.certificate());
            certified = publicKey(certificates.get(0));
        } catch (UnusableException e) {
            return fail("cannot get " + type + " certificate from file \"" + pair.certificate() + "\"", e.reasons);
        }
        PrivateKey key;
        try {
            key = key(pair.key(), certified);
        } catch (UnusableException e) {
            return fail("cannot get " + type + " private key from file \"" + pair.key() + "\"", e.reasons);
        }
        if (key.algorithm() != certified.algorithm()) {
            key.wipe();
            return fail(type + " private key in " + pair.key() + " does not match public key in " + pair.certificate(), List.of());
        }
        table.put(key, certificates);
        return true;
    }

    private boolean fail(String warning, List<Problem.Library> reasons) {
        problems.accept(new Problem.Warning(warning + ": disabling TLS support"));
        reasons.forEach(problems);
        return false;
    }

    private List<byte[]> certificates(String file) throws UnusableException {
        PemReader reader = new PemReader(open(file));
        List<byte[]> found = new ArrayList<>();
        PemItem item = reader.next();
        while (item instanceof PemObject object) {
            boolean trusted = found.isEmpty() && object.label().equals("TRUSTED CERTIFICATE");
            if (trusted || object.isCertificate()) {
                found.add(trusted ? withoutTrust(object.der()) : object.der());
                check(found.get(found.size() - 1));
            }
            item = reader.next();
        }
        if (item instanceof Broken broken) {
            throw new UnusableException(broken.problem().map(List::of).orElse(List.of()));
        }
        if (found.isEmpty()) {
            throw new UnusableException(NO_CERTIFICATE);
        }
        return found;
    }

    /** OpenSSL's TRUSTED CERTIFICATE is a certificate and a few words about what to trust it for. */
    private static byte[] withoutTrust(byte[] der) throws UnusableException {
        try {
            return Der.of(der).whole();
        } catch (MalformedException e) {
            throw new UnusableException(e.problem());
        }
    }

    private static void check(byte[] certificate) throws UnusableException {
        try {
            if (CertificateParts.hasExcess(certificate)) {
                throw Der.nested();
            }
            CertificateParts.read(certificate);
        } catch (MalformedException e) {
            throw new UnusableException(e.problem());
        }
    }

    private static PublicNumbers publicKey(byte[] leaf) throws UnusableException {
        try {
            return PublicNumbers.read(CertificateParts.read(leaf).publicKeyInfo());
        } catch (MalformedException e) {
            throw new UnusableException(ChainTable.UNREADABLE_PUBLIC_KEY);
        }
    }

    private PrivateKey key(String file, PublicNumbers certified) throws UnusableException {
        byte[] text = open(file);
        try {
            PrivateKey key = firstKey(new PemReader(text));
            if (key.algorithm() == certified.algorithm() && !key.publicNumbers().equals(certified)) {
                key.wipe();
                throw new UnusableException(VALUES_MISMATCH);
            }
            return key;
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /** Damaged objects before the key do not matter. */
    private static PrivateKey firstKey(PemReader reader) throws UnusableException {
        for (PemItem item = reader.next(); !(item instanceof PemItem.End); item = reader.next()) {
            if (item instanceof PemObject object && (object.isKey() || object.isEncryptedKey())) {
                return read(object);
            }
        }
        throw new UnusableException(NO_KEY);
    }

    private static PrivateKey read(PemObject object) throws UnusableException {
        PrivateKeyReader.Outcome outcome = PrivateKeyReader.read(object.label(), object.der());
        object.wipe();
        if (outcome instanceof PrivateKeyReader.Readable readable) {
            return readable.key();
        }
        throw new UnusableException(object.isEncryptedKey() ? BAD_PASSWORD : NO_KEY);
    }

    private byte[] open(String file) throws UnusableException {
        FileSource.Content content = files.read(file);
        if (content instanceof Bytes bytes) {
            return bytes.bytes();
        }
        Unreadable unreadable = (Unreadable) content;
        if (unreadable.errno() == FileSource.EISDIR) {
            return new byte[0];
        }
        throw new UnusableException(SystemErrors.open(file, unreadable));
    }
}
