/** Nothing is selected: what belongs to the design as a whole. */
import type { Report } from '../../../src/run/report.ts';
import { ClassesSection } from './ClassesSection.tsx';
import { DescriptionSection } from './DescriptionSection.tsx';
import { ObjectivesSection } from './ObjectivesSection.tsx';
import { ScenarioSection } from './ScenarioSection.tsx';

export function DocumentTab({ report }: { readonly report: Report | undefined }) {
  return (
    <>
      <ObjectivesSection report={report} />
      <ScenarioSection />
      <ClassesSection />
      <DescriptionSection />
    </>
  );
}
