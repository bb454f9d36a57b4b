package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tlsproxy.trust.PemItem.Broken;
import org.tlsproxy.trust.PemItem.PemObject;
import org.tlsproxy.trust.Der.MalformedException;

/**
 * Follows the grammar of chain files through their PEM objects: one or more of key, leaf certificate, issuer certificates. What is
 * wrong is said in Postfix's words; the first error ends it.
 */
final class ChainReader {

    /** Who may stand where. */
    enum Grammar {
        /** Chain files, SNI data: any number of chains, each begins with its key. */
        CHAINS,
        /** A legacy certificate file that has the key in it: one chain, the key anywhere, further keys ignored. */
        SINGLE
    }

    private final Grammar grammar;
    private final ChainTable table;
    private final Consumer<Problem> problems;
    private final List<byte[]> certificates = new ArrayList<>();
    private Optional<PrivateKey> key = Optional.empty();
    private String keySource = "";
    private int keyNumber;

    ChainReader(Grammar grammar, ChainTable table, Consumer<Problem> problems) {
        this.grammar = grammar;
        this.table = table;
        this.problems = problems;
    }

    /** @param source the file's name, @param text stays the caller's. @return whether all is well so far */
    boolean read(String source, byte[] text) {
        PemReader reader = new PemReader(text);
        PemItem item = reader.next();
        while (item instanceof PemObject object) {
            boolean good = take(source, object);
            if (object.isKey()) {
                object.wipe();
            }
            if (!good) {
                return false;
            }
            item = reader.next();
        }
        if (item instanceof Broken broken) {
            broken.problem().ifPresent(problems);
            return false;
        }
        return true;
    }

    private boolean take(String source, PemObject object) {
        if (object.isCertificate()) {
            return certificate(source, object);
        }
        if (object.isKey()) {
            return key(source, object);
        }
        if (grammar == Grammar.CHAINS) {
            warn("loading " + source + ": ignoring PEM type: " + object.label());
        }
        return true;
    }

    private boolean certificate(String source, PemObject object) {
        if (grammar == Grammar.CHAINS && key.isEmpty()) {
            return fail("error loading chain from " + source + ": key not first");
        }
        String trouble = "error loading certificate (PEM object number " + object.number() + ") from " + source;
        try {
            CertificateParts.read(object.der());
            if (CertificateParts.hasExcess(object.der())) {
                return fail(trouble + ": excess data");
            }
        } catch (MalformedException e) {
            return fail(trouble, e.problem());
        }
        certificates.add(object.der());
        return true;
    }

    private boolean key(String source, PemObject object) {
        if (key.isPresent() && grammar == Grammar.SINGLE) {
            warn("ignoring 2nd key at index " + object.number() + " in " + source + " after 1st at " + keyNumber);
            return true;
        }
        if (key.isPresent() && !nextChain()) {
            return false;
        }
        String trouble = "error loading private key (PEM object number " + object.number() + ") from " + source;
        PrivateKeyReader.Outcome outcome = PrivateKeyReader.read(object.label(), object.der());
        if (outcome instanceof PrivateKeyReader.Unreadable unreadable) {
            return fail(trouble, unreadable.problem());
        }
        if (outcome instanceof PrivateKeyReader.Readable readable) {
            key = Optional.of(readable.key());
            keySource = source;
            keyNumber = object.number();
            return true;
        }
        return fail(trouble + ": excess data");
    }

    private boolean nextChain() {
        String trouble = "error loading certificate chain: " + keyPlace();
        return certificates.isEmpty() ? fail(trouble + " not followed by a certificate")
            : commit(trouble + " does not match the certificate");
    }

    private String keyPlace() {
        return "key at index " + keyNumber + " in " + keySource;
    }

    private boolean commit(String trouble) {
        List<Problem.Library> wrong = table.add(key.orElseThrow(), List.copyOf(certificates));
        if (!wrong.isEmpty()) {
            return fail(trouble, wrong.toArray(Problem.Library[]::new));
        }
        certificates.clear();
        key = Optional.empty();
        return true;
    }

    /** After the last file. @param list the files as configured. @return whether all is well */
    boolean finish(String list) {
        if (key.isEmpty()) {
            return fail(certificates.isEmpty() ? "No PEM data in " + list : "No private key found in " + list);
        }
        return certificates.isEmpty() ? fail("No certs for " + keyPlace()) : commit(keyPlace() + " does not match next certificate");
    }

    private boolean fail(String warning, Problem.Library... reasons) {
        warn(warning);
        for (Problem.Library reason : reasons) {
            problems.accept(reason);
        }
        return false;
    }

    private void warn(String text) {
        problems.accept(new Problem.Warning(text));
    }

    /** Wipes a key that has not become part of a chain. */
    void wipe() {
        key.ifPresent(PrivateKey::wipe);
        key = Optional.empty();
    }
}
