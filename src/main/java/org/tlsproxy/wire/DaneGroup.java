package org.tlsproxy.wire;

import java.util.ArrayList;
import java.util.List;

/** How {@link Dane} is written inside a request: one table from 3.6 on, another before. */
final class DaneGroup {

    private static final Layout RECORDS = Layout.of(Layout.text("domain"), Layout.groups("count", Layout.of(
            Layout.number("usage"), Layout.number("selector"), Layout.number("mtype"), Layout.data("data"))));

    private static final Layout DIGEST_SET = Layout.of(Layout.text("mdalg"), Layout.strings(), Layout.strings());

    private static final Layout DIGESTS = Layout.of(
            Layout.groups("count", DIGEST_SET),
            Layout.groups("count", DIGEST_SET),
            Layout.groups("count", Layout.of(Layout.data("cert"))),
            Layout.groups("count", Layout.of(Layout.data("pkey"))),
            Layout.text("domain"),
            Layout.number("flags"),
            Layout.longNumber("exp"));

    static final Layout.Row ROW = Layout.optionalGroup("dane", RECORDS, DIGESTS);

    private DaneGroup() { }

    /** @param group as it came; which form it has shows in its size */
    static Dane of(List<Object[]> group) {
        if (group.isEmpty()) {
            return new Dane.None();
        }
        Fields f = new Fields(group.get(0));
        return group.get(0).length == RECORDS.size() ? records(f) : digests(f);
    }

    private static Dane.Records records(Fields f) {
        String domain = f.text();
        List<Dane.Tlsa> records = new ArrayList<>();
        for (Object[] record : f.groups()) {
            Fields r = new Fields(record);
            records.add(new Dane.Tlsa(r.number(), r.number(), r.number(), r.data()));
        }
        return new Dane.Records(domain, List.copyOf(records));
    }

    private static Dane.Digests digests(Fields f) {
        return new Dane.Digests(sets(f.groups()), sets(f.groups()), blobs(f.groups()), blobs(f.groups()),
                new Dane.Lookup(f.text(), f.number(), f.longNumber()));
    }

    private static List<Dane.DigestSet> sets(List<Object[]> groups) {
        List<Dane.DigestSet> sets = new ArrayList<>(groups.size());
        for (Object[] group : groups) {
            Fields f = new Fields(group);
            sets.add(new Dane.DigestSet(f.text(), f.strings(), f.strings()));
        }
        return List.copyOf(sets);
    }

    private static List<byte[]> blobs(List<Object[]> groups) {
        List<byte[]> blobs = new ArrayList<>(groups.size());
        for (Object[] group : groups) {
            blobs.add((byte[]) group[0]);
        }
        return List.copyOf(blobs);
    }

    /** @throws IllegalArgumentException if that generation cannot say it: records before 3.6, digests after */
    static List<Object[]> values(Dane dane, Generation generation) {
        if (dane instanceof Dane.None) {
            return List.of();
        }
        if (dane instanceof Dane.Records records && generation.has(Trait.TLSA_RECORDS)) {
            return List.<Object[]>of(values(records));
        }
        if (dane instanceof Dane.Digests digests && !generation.has(Trait.TLSA_RECORDS)) {
            return List.<Object[]>of(values(digests));
        }
        throw new IllegalArgumentException("not in Postfix " + generation + ": " + dane);
    }

    private static Object[] values(Dane.Records dane) {
        List<Object[]> records = new ArrayList<>();
        for (Dane.Tlsa record : dane.records()) {
            records.add(new Object[] {record.usage(), record.selector(), record.matchingType(), record.data()});
        }
        return new Object[] {dane.domain(), records};
    }

    private static Object[] values(Dane.Digests dane) {
        Dane.Lookup lookup = dane.lookup();
        return new Object[] {ofSets(dane.trustAnchors()), ofSets(dane.endEntities()), ofBlobs(dane.certificates()),
            ofBlobs(dane.publicKeys()), lookup.domain(), lookup.flags(), lookup.expiry()};
    }

    private static List<Object[]> ofSets(List<Dane.DigestSet> sets) {
        List<Object[]> groups = new ArrayList<>();
        for (Dane.DigestSet set : sets) {
            groups.add(new Object[] {set.algorithm(), Fields.ofStrings(set.certificates()), Fields.ofStrings(set.publicKeys())});
        }
        return groups;
    }

    private static List<Object[]> ofBlobs(List<byte[]> blobs) {
        List<Object[]> groups = new ArrayList<>();
        for (byte[] blob : blobs) {
            groups.add(new Object[] {blob});
        }
        return groups;
    }
}
