/** Nothing is selected: what belongs to the design as a whole. */
import type { Report } from '../../../src/run/report.ts';
import { AdviceSection } from '../advice/AdviceSection.tsx';
import { WhySection } from '../WhySection.tsx';
import { ClassesSection } from './ClassesSection.tsx';
import { CostSection } from './CostSection.tsx';
import { DescriptionSection } from './DescriptionSection.tsx';
import { ObjectivesSection } from './ObjectivesSection.tsx';
import { ScenarioSection } from './ScenarioSection.tsx';

const DOCUMENT = { is: 'document' } as const;

export function DocumentTab({ report }: { readonly report: Report | undefined }) {
  return (
    <>
      <ObjectivesSection report={report} />
      <WhySection report={report} subject={DOCUMENT} />
      <AdviceSection subject={DOCUMENT} />
      <ScenarioSection />
      <CostSection report={report} />
      <ClassesSection />
      <DescriptionSection />
    </>
  );
}
