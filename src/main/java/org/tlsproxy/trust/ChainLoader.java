package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tlsproxy.engine.KeyChains;
import org.tlsproxy.trust.ChainReader.Grammar;
import org.tlsproxy.trust.FileSource.Bytes;
import org.tlsproxy.trust.FileSource.Content;
import org.tlsproxy.trust.FileSource.Unreadable;

/**
 * Loads the private keys and certificates that a role presents: from chain files, from the older pairs of files, or from a table's answer
 * to a server name. What it reports is what C logs, word for word.
 *
 * <p>One departure: where a chain file cannot be opened, C goes on without any of the chains and fails every handshake; here the role
 * is disabled, and the log says so.
 */
public final class ChainLoader {

    private static final String TROUBLE = "error loading private keys and certificates from: ";

    private final FileSource files;

    public ChainLoader(FileSource files) {
        this.files = files;
    }

    /** What came of it, and what the log shall tell, in order. */
    public sealed interface Outcome {

        List<Problem> problems();
    }

    /** The chains; the receiver wipes their keys. Problems are warnings only. */
    public record Loaded(KeyChains chains, List<Problem> problems) implements Outcome { }

    /** Nothing is to be used; the role, or the handshake, cannot go on. */
    public record Failed(List<Problem> problems) implements Outcome { }

    /** Names of a certificate file and of its key file, often the same. An empty certificate: none, whatever the key is. */
    public record Pair(String certificate, String key) { }

    /** @param list value of a chain_files parameter: names separated by commas or blanks, in order */
    public Outcome chainFiles(String list) {
        List<Problem> problems = new ArrayList<>();
        ChainTable table = new ChainTable();
        List<String> names = names(list);
        ChainReader reader = new ChainReader(Grammar.CHAINS, table, problems::add);
        boolean good = true;
        for (int i = 0; i < names.size() && good; i++) {
            good = readFile(reader, names.get(i), problems);
        }
        good = good && (names.isEmpty() || reader.finish(list));
        if (!good) {
            problems.add(new Problem.Warning(TROUBLE + list + ": disabling TLS support"));
        }
        return outcome(good, reader, table, problems);
    }

    /**
     * The same for a client, which can do without: Postfix goes on without any chain where a file cannot be opened, and is asked for none
     * by most servers.
     */
    public Outcome optionalChainFiles(String list) {
        for (String name : names(list)) {
            Content content = files.read(name);
            if (content instanceof Unreadable why && why.errno() != FileSource.EISDIR) {
                return new Loaded(KeyChains.NONE, List.of(unopened(name, why)));
            } else if (content instanceof Bytes bytes) {
                Arrays.fill(bytes.bytes(), (byte) 0);
            }
        }
        return chainFiles(list);
    }

    /** The same grammar over what a table has for a server name. @param data PEM text, stays the caller's */
    public Outcome serverName(String name, byte[] data) {
        String source = "SNI data for " + name;
        List<Problem> problems = new ArrayList<>();
        ChainTable table = new ChainTable();
        ChainReader reader = new ChainReader(Grammar.CHAINS, table, problems::add);
        boolean good = reader.read(source, data) && reader.finish(source);
        if (!good) {
            problems.add(new Problem.Warning(TROUBLE + source + ": aborting TLS handshake"));
        }
        return outcome(good, reader, table, problems);
    }

    /** Pairs of files as before chain files were invented, loaded in this order; any kind of key is taken in any place. */
    public Outcome legacy(Pair rsa, Pair dsa, Pair ecdsa) {
        List<Problem> problems = new ArrayList<>();
        ChainTable table = new ChainTable();
        boolean good = pair("RSA", rsa, table, problems) && pair("DSA", dsa, table, problems) && pair("ECDSA", ecdsa, table, problems);
        if (!good) {
            table.wipe();
            return new Failed(List.copyOf(problems));
        }
        return new Loaded(table.chains(), List.copyOf(problems));
    }

    private boolean pair(String type, Pair pair, ChainTable table, List<Problem> problems) {
        if (pair.certificate().isEmpty()) {
            return true;
        }
        return pair.certificate().equals(pair.key()) ? single(pair.certificate(), table, problems)
            : new LegacyPair(files, table, problems::add).load(type, pair);
    }

    /** Where the file cannot be opened, C says no more than that. */
    private boolean single(String file, ChainTable table, List<Problem> problems) {
        ChainReader reader = new ChainReader(Grammar.SINGLE, table, problems::add);
        Content content = files.read(file);
        if (content instanceof Unreadable why && why.errno() != FileSource.EISDIR) {
            problems.add(unopened(file, why));
            return false;
        }
        boolean good = read(reader, file, content) && reader.finish(file);
        reader.wipe();
        if (!good) {
            problems.add(new Problem.Warning(TROUBLE + file + ": disabling TLS support"));
        }
        return good;
    }

    private boolean readFile(ChainReader reader, String file, List<Problem> problems) {
        Content content = files.read(file);
        if (content instanceof Unreadable why && why.errno() != FileSource.EISDIR) {
            problems.add(unopened(file, why));
            return false;
        }
        return read(reader, file, content);
    }

    /** A directory can be opened, and then has nothing to read. */
    private static boolean read(ChainReader reader, String file, Content content) {
        if (content instanceof Bytes bytes) {
            boolean good = reader.read(file, bytes.bytes());
            Arrays.fill(bytes.bytes(), (byte) 0);
            return good;
        }
        return true;
    }

    private static Problem unopened(String file, Unreadable why) {
        return new Problem.Warning("error opening chain file: " + file + ": " + why.reason());
    }

    private static Outcome outcome(boolean good, ChainReader reader, ChainTable table, List<Problem> problems) {
        if (good) {
            return new Loaded(table.chains(), List.copyOf(problems));
        }
        reader.wipe();
        table.wipe();
        return new Failed(List.copyOf(problems));
    }

    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= list.length(); i++) {
            boolean separator = i == list.length() || ", \t\r\n".indexOf(list.charAt(i)) >= 0;
            if (separator && start >= 0) {
                names.add(list.substring(start, i));
                start = -1;
            } else if (!separator && start < 0) {
                start = i;
            }
        }
        return names;
    }
}
