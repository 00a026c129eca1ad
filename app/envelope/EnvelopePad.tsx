/** The calculator itself: what is put in on the left, each line with its formula on the right. Interviews have it at hand too. */
import { useState } from 'react';
import { ENVELOPE_FIELDS, type Envelope, type EnvelopeField, type EnvelopeInput, type EnvelopeLineId } from '../../src/theory/envelope.ts';
import { QuantityInput } from '../panels/fields/QuantityInput.tsx';
import { Field } from '../ui/Field.tsx';
import styles from './Envelope.module.css';
import { setEnvelopeField } from './envelope-store.ts';

const GROUPS: readonly { readonly name: string; readonly fields: readonly EnvelopeField[] }[] = [
  { name: 'People', fields: ['people', 'perPerson', 'peak', 'writes'] },
  { name: 'Data', fields: ['bytesUp', 'bytesDown', 'keepDays', 'copies', 'hot'] },
  { name: 'Servers', fields: ['perServer', 'full', 'answerMs'] },
];

const LINES: readonly { readonly name: string; readonly ids: readonly EnvelopeLineId[] }[] = [
  { name: 'Requests', ids: ['perDay', 'average', 'peak', 'writes', 'reads'] },
  { name: 'Storage', ids: ['storedDay', 'storedYear', 'storage'] },
  { name: 'Network and cache', ids: ['in', 'out', 'cache'] },
  { name: 'Machines', ids: ['underWay', 'servers'] },
];

export function EnvelopePad({ input, lines }: { readonly input: EnvelopeInput; readonly lines: Envelope }) {
  return (
    <div className={styles['pad']}>
      <div className={styles['inputs']}>
        {GROUPS.map(({ name, fields }) => (
          <fieldset key={name} className={styles['group']}>
            <legend>{name}</legend>
            {fields.map((field) => (
              <EnvelopeInputField key={field} field={field} value={input[field]} />
            ))}
          </fieldset>
        ))}
      </div>
      <section className={styles['lines']} aria-label="Calculated">
        {LINES.map(({ name, ids }) => (
          <table key={name} className={styles['table']}>
            <caption>{name}</caption>
            <tbody>
              {ids.map((id) => (
                <tr key={id}>
                  <th scope="row">{lines[id].words}</th>
                  <td className={styles['formula']}>{lines[id].formula}</td>
                  <td className={styles['value']}>≈ {lines[id].text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </section>
    </div>
  );
}

function EnvelopeInputField({ field, value }: { readonly field: EnvelopeField; readonly value: number }) {
  const [error, setError] = useState<string>();
  const spec = ENVELOPE_FIELDS[field];
  return (
    <Field label={spec.label} help={spec.help} error={error}>
      {({ id, 'aria-describedby': describedBy, 'aria-invalid': invalid }) => (
        <QuantityInput
          id={id}
          describedBy={describedBy}
          invalid={invalid}
          range={spec}
          value={value}
          onChange={(next) => setEnvelopeField(field, next)}
          onError={setError}
        />
      )}
    </Field>
  );
}
