package org.tlsproxy.trust;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.engine.DhParameters;

/** Reads a file of Diffie-Hellman parameters (PKCS #3 in PEM), with Postfix's words for what is wrong with it. */
public final class DhParameterFile {

    private static final String DEFAULTS = " -- using compiled-in defaults";
    private static final String LABEL = "DH PARAMETERS";
    private static final Problem UNSUPPORTED =
        new Problem.Library(0x1E08010C, "unsupported", "No supported data to decode. Input type: PEM");
    private static final Problem TOO_SMALL = new Problem.Library(0x0A00018A, "dh key too small");
    /** OpenSSL's level 1, which holds while Postfix configures it, wants 80 bits of security; and it refuses giants. */
    private static final int LEAST_BITS = 1024;
    private static final int MOST_BITS = 10_000;

    private DhParameterFile() { }

    /**
     * What came of it.
     *
     * @param parameters the group; if absent, and usable, the defaults
     * @param usable     false if there can be no ephemeral Diffie-Hellman at all
     * @param problems   for the log
     */
    public record Outcome(Optional<DhParameters> parameters, boolean usable, List<Problem> problems) { }

    /** @param path as configured */
    public static Outcome read(FileSource files, String path) {
        FileSource.Content content = files.read(path);
        if (content instanceof FileSource.Bytes file) {
            return parse(path, file.bytes());
        }
        String why = content instanceof FileSource.Unreadable unreadable ? unreadable.reason() : "";
        return defaults(new Problem.Warning("error opening DH parameter file \"" + path + "\": " + why + DEFAULTS));
    }

    private static Outcome parse(String path, byte[] text) {
        Optional<DhParameters> found = first(text);
        if (found.isEmpty()) {
            return defaults(new Problem.Warning("error decoding DH parameters from file \"" + path + "\"" + DEFAULTS), UNSUPPORTED);
        }
        if (found.get().prime().bitLength() < LEAST_BITS) {
            return new Outcome(Optional.empty(), false, tooSmall());
        }
        return new Outcome(found, true, List.of());
    }

    /** Postfix configures two contexts, and says so twice. */
    private static List<Problem> tooSmall() {
        List<Problem> problems = new ArrayList<>();
        for (int context = 0; context < 2; context++) {
            problems.add(new Problem.Warning("error configuring explicit DH parameters"));
            problems.add(TOO_SMALL);
        }
        return List.copyOf(problems);
    }

    private static Outcome defaults(Problem... problems) {
        return new Outcome(Optional.empty(), true, List.of(problems));
    }

    /** Only the first object counts. */
    private static Optional<DhParameters> first(byte[] text) {
        if (!(new PemReader(text).next() instanceof PemItem.PemObject object) || !object.label().equals(LABEL)) {
            return Optional.empty();
        }
        try {
            Der sequence = Der.of(object.der()).into(Der.SEQUENCE);
            BigInteger prime = sequence.integer();
            BigInteger generator = sequence.integer();
            boolean sound = prime.bitLength() <= MOST_BITS && prime.testBit(0) && generator.compareTo(BigInteger.ONE) > 0
                && generator.compareTo(prime.subtract(BigInteger.ONE)) < 0;
            return sound ? Optional.of(new DhParameters(prime, generator)) : Optional.empty();
        } catch (Der.MalformedException e) {
            return Optional.empty();
        }
    }
}
