package isthmus.platform.windows;

import java.util.List;

/**
 * The names that Linux gives to the feature bits of CPUID in /proc/cpuinfo, from bit 0 on; "-" where a bit means nothing to a
 * program.
 */
final class ProcessorFlags {
    private ProcessorFlags() {}

    static final List<String> LEAF_1_EDX = names("fpu vme de pse tsc msr pae mce cx8 apic - sep mtrr pge mca cmov"
            + " pat pse36 pn clflush - dts acpi mmx fxsr sse sse2 ss ht tm ia64 pbe");

    static final List<String> LEAF_1_ECX =
            names("pni pclmulqdq dtes64 monitor ds_cpl vmx smx est tm2 ssse3 cid sdbg fma"
                    + " cx16 xtpr pdcm - pcid dca sse4_1 sse4_2 x2apic movbe popcnt tsc_deadline_timer aes xsave - avx"
                    + " f16c rdrand hypervisor");

    static final List<String> LEAF_7_EBX = names("fsgsbase tsc_adjust sgx bmi1 hle avx2 fdp_excptn_only smep bmi2 erms"
            + " invpcid rtm cqm - mpx rdt_a avx512f avx512dq rdseed adx smap avx512ifma - clflushopt clwb intel_pt"
            + " avx512pf avx512er avx512cd sha_ni avx512bw avx512vl");

    static final List<String> LEAF_7_ECX =
            names("prefetchwt1 avx512vbmi umip pku ospke waitpkg avx512_vbmi2 - gfni vaes"
                    + " vpclmulqdq avx512_vnni avx512_bitalg tme avx512_vpopcntdq - la57 - - - - - rdpid - bus_lock_detect"
                    + " cldemote - movdiri movdir64b enqcmd sgx_lc pks");

    static final List<String> LEAF_7_EDX = names("- - avx512_4vnniw avx512_4fmaps fsrm - - - avx512_vp2intersect"
            + " - md_clear - - - serialize - tsxldtrk - pconfig arch_lbr ibt - amx_bf16 avx512_fp16 amx_tile amx_int8"
            + " - - flush_l1d arch_capabilities - -");

    static final List<String> EXTENDED_EDX = names("- - - - - - - - - - - syscall - - - - - - - mp nx - mmxext -"
            + " - fxsr_opt pdpe1gb rdtscp - lm 3dnowext 3dnow");

    static final List<String> EXTENDED_ECX = names("lahf_lm cmp_legacy svm extapic cr8_legacy abm sse4a misalignsse"
            + " 3dnowprefetch osvw ibs xop skinit wdt - lwp fma4 tce - nodeid_msr - tbm topoext perfctr_core perfctr_nb"
            + " - bpext ptsc perfctr_llc mwaitx - -");

    private static List<String> names(String names) {
        return List.of(names.split(" "));
    }
}
