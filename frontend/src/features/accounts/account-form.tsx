import { LIMITS } from '@zoetrope/contract/limits.ts';
import { useState, type FormEvent, type ReactNode } from 'react';
import { fieldsOf, RefusalNote } from '#forms/refusal-note.tsx';
import { useSending } from '#forms/use-sending.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { fieldWords, toPasswordHint } from '#words/field-words.ts';
import './account-form.css';
import { useIntl } from 'react-intl';

export interface NewAccount {
  readonly name: string;
  readonly login: string;
  readonly password: string;
}

interface NewAccountProps {
  readonly sendLabel: string;
  /** Errors: rejects with Refused; its `fields` are shown beside the inputs. */
  readonly onSend: (account: NewAccount) => Promise<unknown>;
  readonly footer?: ReactNode;
}

/** Name, sign-in name and password of somebody new. */
export function NewAccountForm({ sendLabel, onSend, footer }: NewAccountProps) {
  const intl = useIntl();
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const { isBusy, error, send } = useSending();
  const fields = fieldsOf(error);
  return (
    <AccountForm onSend={() => void send(() => onSend({ name, login, password }))} footer={footer}>
      <Field
        label={intl.$t({ id: 'accounts.name', defaultMessage: 'Your name' })}
        hint={intl.$t({ id: 'accounts.name.hint', defaultMessage: 'As your friends know you.' })}
        value={name}
        onText={setName}
        error={fieldWords(intl, 'name', fields.name)}
        autoComplete="name"
        maxGraphemes={LIMITS.nameGraphemes}
        required
      />
      <Field
        label={intl.$t({ id: 'accounts.login', defaultMessage: 'Sign-in name' })}
        hint={intl.$t({ id: 'accounts.login.hint', defaultMessage: 'Only to sign you in again. No one else sees it.' })}
        value={login}
        onText={setLogin}
        error={
          error?.code === 'login-taken'
            ? intl.$t({ id: 'accounts.loginTaken', defaultMessage: 'This sign-in name is taken.' })
            : fieldWords(intl, 'login', fields.login)
        }
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <PasswordField
        label={intl.$t({ id: 'accounts.password', defaultMessage: 'Password' })}
        value={password}
        onText={setPassword}
        error={fields.password}
        isNew
      />
      {error?.code !== 'login-taken' && <RefusalNote error={error} beside={['name', 'login', 'password']} />}
      <Button type="submit" kind="primary" size="large" isWide isBusy={isBusy}>
        {sendLabel}
      </Button>
    </AccountForm>
  );
}

/** Sign-in name and password of somebody known. */
export function KnownAccountForm(props: {
  onSend: (given: { login: string; password: string }) => Promise<unknown>;
  footer?: ReactNode;
}) {
  const intl = useIntl();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const { isBusy, error, send } = useSending();
  return (
    <AccountForm onSend={() => void send(() => props.onSend({ login, password }))} footer={props.footer}>
      <Field
        label={intl.$t({ id: 'accounts.login', defaultMessage: 'Sign-in name' })}
        value={login}
        onText={setLogin}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <PasswordField
        label={intl.$t({ id: 'accounts.password', defaultMessage: 'Password' })}
        value={password}
        onText={setPassword}
        error={undefined}
      />
      <RefusalNote error={error} />
      <Button type="submit" kind="primary" size="large" isWide isBusy={isBusy}>
        {intl.$t({ id: 'accounts.signIn', defaultMessage: 'Sign in' })}
      </Button>
    </AccountForm>
  );
}

export function PasswordField(props: {
  label: string;
  value: string;
  onText: (text: string) => void;
  error: string | undefined;
  isNew?: boolean;
}) {
  const intl = useIntl();
  return (
    <Field
      label={props.label}
      type="password"
      value={props.value}
      onText={props.onText}
      hint={props.isNew ? toPasswordHint(intl) : undefined}
      error={fieldWords(intl, 'password', props.error)}
      autoComplete={props.isNew ? 'new-password' : 'current-password'}
      required
    />
  );
}

/** A column of fields that is sent by Enter or its button, and never reloads the page. */
export function AccountForm(props: { onSend: () => void; children: ReactNode; footer?: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSend();
  };
  return (
    <form className="account-form" onSubmit={submit} noValidate>
      {props.children}
      {props.footer && <p className="account-form-foot z-meta z-two">{props.footer}</p>}
    </form>
  );
}
