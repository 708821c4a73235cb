package isthmus.core.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BpfTest {
    /** The bytes are those of a C array written with BPF_STMT and BPF_JUMP of linux/filter.h. */
    @Test
    void program() {
        Bpf bpf = new Bpf();
        Bpf.Label kill = new Bpf.Label("kill");
        Bpf.Label allow = new Bpf.Label("allow");
        bpf.ldAbs(4);
        bpf.jeq(0xc000003e, null, kill);
        bpf.ldAbs(0);
        bpf.jge(0x40000000, kill);
        bpf.jgt(300, kill, allow);
        bpf.and(0xff);
        bpf.jset(3, allow);
        bpf.ja(allow);
        bpf.bind(kill);
        bpf.ret(0x80000000);
        bpf.bind(allow);
        bpf.ret(0x7fff0000);
        assertEquals(10, bpf.size());
        assertEquals(
                "2000000004000000" // ld [4]
                        + "150000063e0000c0" // jeq
                        + "2000000000000000" // ld [0]
                        + "3500040000000040" // jge
                        + "250003042c010000" // jgt
                        + "54000000ff000000" // and
                        + "4500020003000000" // jset
                        + "0500000001000000" // ja
                        + "0600000000000080" // ret
                        + "060000000000ff7f", // ret
                HexFormat.of().formatHex(bpf.finish()));
    }

    @Test
    void conditionalJumpsReach255() {
        assertEquals(258 * 8, jumpOver(255, false).finish().length);
        assertThrows(IllegalStateException.class, jumpOver(256, false)::finish);
        assertEquals(259 * 8, jumpOver(256, true).finish().length);
    }

    @Test
    void refusesWhatTheKernelWouldRefuse() {
        Bpf bpf = new Bpf();
        assertThrows(IllegalStateException.class, bpf::finish);
        assertThrows(IllegalArgumentException.class, () -> bpf.ldAbs(2));
        assertThrows(IllegalArgumentException.class, () -> bpf.ldAbs(64));
        Bpf.Label back = new Bpf.Label("back");
        bpf.bind(back);
        bpf.ldAbs(60);
        assertThrows(IllegalStateException.class, bpf::finish);
        assertThrows(IllegalStateException.class, () -> bpf.bind(back));
        bpf.ja(back);
        bpf.ret(0);
        assertThrows(IllegalStateException.class, bpf::finish);
        Bpf unbound = new Bpf();
        unbound.ja(new Bpf.Label("nowhere"));
        unbound.ret(0);
        assertThrows(IllegalStateException.class, unbound::finish);
    }

    private static Bpf jumpOver(int count, boolean always) {
        Bpf bpf = new Bpf();
        Bpf.Label end = new Bpf.Label("end");
        if (always) {
            bpf.ja(end);
        } else {
            bpf.jeq(0, end);
        }
        for (int i = 0; i < count; i++) {
            bpf.and(1);
        }
        bpf.bind(end);
        bpf.ret(0);
        bpf.ret(0);
        return bpf;
    }
}
