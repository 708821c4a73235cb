package isthmus.core.south;

import java.util.List;

/**
 * What programs want to know of the machine.
 *
 * @param processors how many may be used
 * @param memoryBytes how much memory the host has
 * @param vendor of the processor as CPUID names it, such as {@code GenuineIntel}
 * @param family,model,stepping of the processor, as CPUID numbers them
 * @param modelName for people
 * @param megahertz its nominal speed
 * @param flags its features in the words of Linux's cpuinfo
 * @param hardwareCapabilities {@code AT_HWCAP}: register edx of CPUID leaf 1
 */
public record HostInfo(
        int processors,
        long memoryBytes,
        String vendor,
        int family,
        int model,
        int stepping,
        String modelName,
        double megahertz,
        List<String> flags,
        int hardwareCapabilities) {}
